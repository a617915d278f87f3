using System.Collections.Concurrent;
using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using WireMock;

namespace TwilioConversations.Testing;

/// <summary>The ten operations over a store in memory: from a request to the service's answer.</summary>
internal sealed class ParticipantsApi(string accountSid, string origin)
{
    private const int DefaultPageSize = 50;
    private const int MaximumPageSize = 1000;

    // By service (empty for the default one) and by SID or unique name.
    private readonly ConcurrentDictionary<(string Service, string Name), StoredConversation> _conversations = new();

    public string AddConversation(string conversation, string? serviceSid)
    {
        var sid = conversation is ['C', 'H', ..] && conversation.Length == 34 ? conversation : $"CH{Guid.NewGuid():N}";
        var stored = new StoredConversation(accountSid, serviceSid, sid, origin);
        if (!_conversations.TryAdd((serviceSid ?? "", conversation), stored))
        {
            throw new ArgumentException("There is a conversation of that name already.", nameof(conversation));
        }

        _conversations[(serviceSid ?? "", sid)] = stored;
        return sid;
    }

    public ApiAnswer Answer(IRequestMessage request)
    {
        try
        {
            var (path, query) = Split(RawTarget.Of(request), '?');
            return path.Split('/').Select(Uri.UnescapeDataString).ToArray() switch
            {
                ["", "v1", "Conversations", var name, "Participants"] => OnList(request, Find("", name), query),
                ["", "v1", "Conversations", var name, "Participants", var id] => OnOne(request, Find("", name), id),
                ["", "v1", "Services", var service, "Conversations", var name, "Participants"] => OnList(request, Find(service, name), query),
                ["", "v1", "Services", var service, "Conversations", var name, "Participants", var id] => OnOne(request, Find(service, name), id),
                _ => throw ApiFault.NotFound(path),
            };
        }
        catch (ApiFault fault)
        {
            return fault.ToAnswer();
        }
    }

    private StoredConversation Find(string service, string name) =>
        _conversations.GetValueOrDefault((service, name)) ?? throw ApiFault.NotFound($"/Conversations/{name}");

    private static ApiAnswer OnList(IRequestMessage request, StoredConversation conversation, string query) => request.Method switch
    {
        "GET" => Page(conversation, ParseForm(query)),
        "POST" => new ApiAnswer(201, Text(conversation.Add(ReadForm(request)))),
        _ => throw NotAllowed(request),
    };

    private static ApiAnswer OnOne(IRequestMessage request, StoredConversation conversation, string id) => request.Method switch
    {
        "GET" => new ApiAnswer(200, Text(conversation.BySidOrIdentity(id))),
        "POST" => new ApiAnswer(200, Text(conversation.Update(id, ReadForm(request)))),
        "DELETE" => Delete(conversation, id),
        _ => throw NotAllowed(request),
    };

    private static ApiAnswer Delete(StoredConversation conversation, string id)
    {
        conversation.Remove(id);
        return new ApiAnswer(204, null);
    }

    private static ApiAnswer Page(StoredConversation conversation, Dictionary<string, string> query)
    {
        var size = Number(query, "PageSize", DefaultPageSize);
        var page = Number(query, "Page", 0);
        if (size is < 1 or > MaximumPageSize || page < 0)
        {
            throw new ApiFault(400, 20001, "PageSize must be between 1 and 1000, Page at least 0");
        }

        // The token names the last participant that was seen, so that what is added or removed meanwhile shifts nothing.
        var after = query.TryGetValue("PageToken", out var token) ? ParseToken(token) : 0;
        var (items, more) = conversation.After(after, size);
        string Address(int number, string? pageToken) =>
            $"{conversation.Address}/Participants?PageSize={size}&Page={number}{(pageToken is null ? "" : $"&PageToken={pageToken}")}";
        var body = new JObject
        {
            ["meta"] = new JObject
            {
                ["page"] = page,
                ["page_size"] = size,
                ["first_page_url"] = Address(0, null),
                ["previous_page_url"] = page == 0 ? null : Address(page - 1, null),
                ["url"] = Address(page, token),
                ["next_page_url"] = more ? Address(page + 1, $"PT{items[^1].Number}") : null,
                ["key"] = "participants",
            },
            ["participants"] = new JArray(items.Select(item => item.ToJson())),
        };
        return new ApiAnswer(200, body.ToString(Formatting.None));
    }

    private static long ParseToken(string token) =>
        token.StartsWith("PT", StringComparison.Ordinal) && long.TryParse(token[2..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ApiFault(400, 20001, "Invalid PageToken");

    private static int Number(Dictionary<string, string> query, string name, int otherwise) =>
        !query.TryGetValue(name, out var text) ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new ApiFault(400, 20001, $"{name} must be a number");

    private static Dictionary<string, string> ReadForm(IRequestMessage request)
    {
        var type = request.Headers!.TryGetValue("Content-Type", out var values) ? values.First() : "";
        return type.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            ? ParseForm(request.Body ?? "")
            : throw new ApiFault(415, 20006, "Content-Type must be application/x-www-form-urlencoded");
    }

    private static Dictionary<string, string> ParseForm(string text)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Split(field, '=');
            form[Unescape(name)] = Unescape(value);
        }

        return form;

        static string Unescape(string escaped) => Uri.UnescapeDataString(escaped.Replace('+', ' '));
    }

    private static (string Before, string After) Split(string text, char separator) =>
        text.Split(separator, 2) is [var before, var after] ? (before, after) : (text, "");

    private static string Text(StoredParticipant participant) => participant.ToJson().ToString(Formatting.None);

    private static ApiFault NotAllowed(IRequestMessage request) => new(405, 20004, $"Method {request.Method} is not allowed here");
}
