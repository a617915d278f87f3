using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>A list in pages, and the addresses that lead from one to the next and back.</summary>
internal static class ResourcePages
{
    private const int StrictMaximumSize = 100;

    // A token names a place in the list, so that what is created or deleted meanwhile shifts nothing.
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
        var isShown = type.Rules.Filter(call.Received);
        var all = resources.Where(isShown);
        List<Resource> list = [.. isDescending ? all.Reverse() : all];
        List<Resource> items = [.. isBackward ? UpTo(place).TakeLast(size) : Following(place).Take(size)];

        // The place before the first item and that of the last one; on a page without items, the requested place.
        var start = items.Count > 0 ? PlaceOf(items[0]) - 1 : place;
        var end = items.Count > 0 ? PlaceOf(items[^1]) : place;
        var filters = string.Concat(values.Where(value => value.Name is not ("PageSize" or "Page" or "PageToken")).Select(value => $"{value.Name}={Uri.EscapeDataString(value.Text)}&"));
        var address = $"{call.AddressOf(path)}?{filters}PageSize={size}&Page=";
        var body = new JObject
        {
            ["meta"] = new JObject
            {
                ["page"] = page,
                ["page_size"] = size,
                ["first_page_url"] = $"{address}0",
                ["previous_page_url"] = UpTo(start).Any() ? $"{address}{Math.Max(page - 1, 0)}&PageToken={Before}{start}" : null,
                ["url"] = $"{address}{page}{(token is null ? "" : $"&PageToken={token}")}",
                ["next_page_url"] = Following(end).Any() ? $"{address}{page + 1}&PageToken={After}{end}" : null,
                ["key"] = type.ItemsField,
            },
            [type.ItemsField] = new JArray(items.Select(call.ToJson)),
        };
        return new ApiResponse(200, body.ToString(Formatting.None));

        IEnumerable<Resource> Following(long from) => list.SkipWhile(resource => PlaceOf(resource) <= from);

        IEnumerable<Resource> UpTo(long to) => list.TakeWhile(resource => PlaceOf(resource) <= to);
    }

    private static (bool IsBackward, long Place) Parse(string token) =>
        token is ['P', 'T' or 'B', .. var number] && long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var place)
            ? (token.StartsWith(Before, StringComparison.Ordinal), place)
            : throw ApiFault.Invalid("Invalid PageToken");
}
