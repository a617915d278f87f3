using System.Globalization;
using System.Text.Json;

namespace TwilioConversations.Testing;

/// <summary>A list in pages, and the addresses that lead from one to the next and back.</summary>
internal static class ResourcePages
{
    private const int StrictMaximumSize = 100;
    private const int SizeOfItem = 1024;

    // A token names a place in the list, so that resources created or deleted between two pages shift nothing.
    private const string After = "PT";
    private const string Before = "PB";

    public static ApiResponse Respond(ApiCall call, IEnumerable<Resource> resources, string path, bool strictSize)
    {
        var (type, operation, query) = (call.Received.Route!.Type, call.Received.Operation!, call.Received.Content.Query);
        var values = operation.Query.SelectMany(rule => call.Received.Query.GetValueOrDefault(rule.Key, []), (rule, value) => (Name: rule.Key, Text: value,
            Value: rule.Value.Read(rule.Key, value, maximum: strictSize && rule.Key == "PageSize" ? StrictMaximumSize : null))).ToList();
        var size = (int?)values.LastOrDefault(value => value.Name == "PageSize").Value ?? operation.Query["PageSize"].Default!.Value;
        var page = (int?)values.LastOrDefault(value => value.Name == "Page").Value ?? 0;
        var token = query.GetValueOrDefault("PageToken");
        var (isBackward, place) = token is null ? (false, long.MinValue) : Parse(token);

        // Places rise from page to page, whichever way the list runs.
        var isDescending = type.Rules.IsDescending(query);
        long PlaceOf(Resource resource) => isDescending ? -resource.Number : resource.Number;
        var all = resources.Where(type.Rules.Filter(call.Received));
        List<Resource> list = [.. isDescending ? all.Reverse() : all];
        var edge = CountUpTo(place);
        var (first, end) = isBackward ? (Math.Max(edge - size, 0), edge) : (edge, Math.Min(edge + size, list.Count));

        // The place before the first item and that of the last one; on a page without items, the requested place.
        var (before, after) = first < end ? (PlaceOf(list[first]) - 1, PlaceOf(list[end - 1])) : (place, place);
        var filters = string.Concat(values.Where(value => value.Name is not ("PageSize" or "Page" or "PageToken"))
            .Select(value => $"{value.Name}={Uri.EscapeDataString(value.Text)}&"));
        var address = $"{call.AddressOf(path)}?{filters}PageSize={size}&Page=";
        return new ApiResponse(200, ApiCall.Json(Write, SizeOfItem * (end - first + 1)));

        void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WriteStartObject("meta");
            json.WriteNumber("page", page);
            json.WriteNumber("page_size", size);
            json.WriteString("first_page_url", $"{address}0");
            json.WriteString("previous_page_url", first > 0 ? $"{address}{Math.Max(page - 1, 0)}&PageToken={Before}{before}" : null);
            json.WriteString("url", $"{address}{page}{(token is null ? "" : $"&PageToken={token}")}");
            json.WriteString("next_page_url", end < list.Count ? $"{address}{page + 1}&PageToken={After}{after}" : null);
            json.WriteString("key", type.ItemsField);
            json.WriteEndObject();
            json.WriteStartArray(type.ItemsField);
            for (var i = first; i < end; i++)
            {
                json.WriteRawValue(call.ToJson(list[i]), skipInputValidation: true);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        int CountUpTo(long to)
        {
            var (low, high) = (0, list.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = PlaceOf(list[middle]) <= to ? (middle + 1, high) : (low, middle);
            }

            return low;
        }
    }

    private static (bool IsBackward, long Place) Parse(string token) =>
        token is ['P', 'T' or 'B', .. var number] && long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var place)
            ? (token.StartsWith(Before, StringComparison.Ordinal), place)
            : throw ApiFault.Invalid("Invalid PageToken");
}
