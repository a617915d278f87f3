using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>The participants of a conversation in pages, and the addresses that lead from one to the next and back.</summary>
internal static class ParticipantPages
{
    private const int DefaultSize = 50;
    private const int MaximumSize = 1000;
    private const int StrictMaximumSize = 100;

    // A token names a place in the list, so that what is added or removed meanwhile shifts nothing.
    private const string After = "PT";
    private const string Before = "PB";

    public static ApiResponse Respond(StoredConversation conversation, ReceivedRequest received, bool strictSize)
    {
        var query = received.Content.Query;
        var size = Number(query, "PageSize", DefaultSize, 1, strictSize ? StrictMaximumSize : MaximumSize);
        var page = Number(query, "Page", 0, 0, int.MaxValue);
        var token = query.GetValueOrDefault("PageToken");
        var (isBackward, place) = token is null ? (false, 0) : Parse(token);
        var items = isBackward ? conversation.UpTo(place, size) : conversation.After(place, size);

        // The places before the first item and at the last one; without items, both are where it was asked.
        var start = items.Count > 0 ? items[0].Number - 1 : place;
        var end = items.Count > 0 ? items[^1].Number : place;
        var address = $"{received.Origin}/v1{conversation.Path}/Participants?PageSize={size}&Page=";
        var body = new JObject
        {
            ["meta"] = new JObject
            {
                ["page"] = page,
                ["page_size"] = size,
                ["first_page_url"] = $"{address}0",
                ["previous_page_url"] = conversation.UpTo(start, 1).Count > 0 ? $"{address}{Math.Max(page - 1, 0)}&PageToken={Before}{start}" : null,
                ["url"] = $"{address}{page}{(token is null ? "" : $"&PageToken={token}")}",
                ["next_page_url"] = conversation.After(end, 1).Count > 0 ? $"{address}{page + 1}&PageToken={After}{end}" : null,
                ["key"] = "participants",
            },
            ["participants"] = new JArray(items.Select(item => item.ToJson(received.Origin))),
        };
        return new ApiResponse(200, body.ToString(Formatting.None));
    }

    private static (bool IsBackward, long Place) Parse(string token) =>
        token is ['P', 'T' or 'B', .. var number] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            ? (token.StartsWith(Before, StringComparison.Ordinal), place)
            : throw ApiFault.Invalid("Invalid PageToken");

    private static int Number(IReadOnlyDictionary<string, string> query, string name, int otherwise, int minimum, int maximum) =>
        !query.TryGetValue(name, out var text) ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= minimum && number <= maximum ? number
        : throw ApiFault.Invalid($"{name} must be a number from {minimum} to {maximum}");
}
