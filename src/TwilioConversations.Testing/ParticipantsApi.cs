using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using WireMock;

namespace TwilioConversations.Testing;

/// <summary>The ten operations over a store in memory: from a request to the service's answer.</summary>
internal sealed class ParticipantsApi(string accountSid, string origin)
{
    private const string FormType = "application/x-www-form-urlencoded";
    private const int DefaultPageSize = 50;
    private const int MaximumPageSize = 1000;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _services = [];

    // By service (empty for the default one) and by SID or unique name.
    private readonly Dictionary<(string Service, string Name), StoredConversation> _conversations = [];

    public BoundedLog<EmulatedWebhook> Webhooks { get; } = new(ConversationsEmulator.LogCapacity);

    public static EmulatedRequest Parse(IRequestMessage message, string target)
    {
        var (path, query) = Split(target, '?');
        var (service, conversation, participant, isOperation) = path.Split('/').Select(Uri.UnescapeDataString).ToArray() switch
        {
            ["", "v1", "Conversations", var name, "Participants"] => (null, name, null, true),
            ["", "v1", "Conversations", var name, "Participants", var id] => (null, name, id, true),
            ["", "v1", "Services", var sid, "Conversations", var name, "Participants"] => (sid, name, null, true),
            ["", "v1", "Services", var sid, "Conversations", var name, "Participants", var id] => (sid, name, id, true),
            _ => ((string?)null, "", (string?)null, false),
        };
        var verb = (message.Method, participant is null) switch
        {
            ("GET", true) => "List",
            ("POST", true) => "Create",
            ("GET", false) => "Fetch",
            ("POST", false) => "Update",
            ("DELETE", false) => "Delete",
            _ => null,
        };
        var operation = isOperation && verb is not null ? $"{verb}{(service is null ? "" : "Service")}ConversationParticipant" : "";
        return new EmulatedRequest(operation, service, conversation, participant)
        {
            Method = message.Method,
            Target = target,
            Query = ParseForm(query),
            Form = ParseForm(message.Body ?? ""),
            Headers = message.Headers!.Where(header => header.Key != "Authorization")
                .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase),
        };
    }

    public void AddService(string serviceSid)
    {
        Sid.Checked(serviceSid, "IS", nameof(serviceSid));
        lock (_lock)
        {
            _services.Add(serviceSid);
        }
    }

    public string AddConversation(string conversation, string? serviceSid, IEnumerable<string> identities)
    {
        ArgumentException.ThrowIfNullOrEmpty(conversation);
        ArgumentNullException.ThrowIfNull(identities);
        if (serviceSid is not null)
        {
            Sid.Checked(serviceSid, "IS", nameof(serviceSid));
        }

        var sid = Sid.Matches(conversation, "CH") ? conversation : $"CH{Guid.NewGuid():N}";
        var stored = new StoredConversation(accountSid, serviceSid, sid, origin);
        foreach (var identity in identities)
        {
            try
            {
                // Chat users alone: there is no binding that another conversation could have.
                stored.Add(new Dictionary<string, string> { ["Identity"] = identity ?? "" }, _ => null);
            }
            catch (ApiFault fault)
            {
                throw new ArgumentException(fault.Message, nameof(identities));
            }
        }

        lock (_lock)
        {
            if (!_conversations.TryAdd((serviceSid ?? "", conversation), stored))
            {
                throw new ArgumentException("There is a conversation of that name already.", nameof(conversation));
            }

            _conversations[(serviceSid ?? "", sid)] = stored;
            if (serviceSid is not null)
            {
                _services.Add(serviceSid);
            }

            return sid;
        }
    }

    public void Reset()
    {
        lock (_lock)
        {
            _conversations.Clear();
            _services.Clear();
        }

        Webhooks.Clear();
    }

    public ApiAnswer Answer(EmulatedRequest request)
    {
        try
        {
            if (request.Conversation.Length == 0)
            {
                throw ApiFault.NotFound(request.Target);
            }

            // One at a time, as if the service were one machine: two requests at once cannot both add the same participant.
            lock (_lock)
            {
                return Answer(request, Find(request));
            }
        }
        catch (ApiFault fault)
        {
            return fault.ToAnswer();
        }
    }

    private StoredConversation Find(EmulatedRequest request)
    {
        if (request.ServiceSid is { } service && !_services.Contains(service))
        {
            throw ApiFault.NotFound($"/Services/{service}");
        }

        return _conversations.GetValueOrDefault((request.ServiceSid ?? "", request.Conversation)) ?? throw ApiFault.NotFound($"/Conversations/{request.Conversation}");
    }

    private ApiAnswer Answer(EmulatedRequest request, StoredConversation conversation) => (request.Method, request.Participant) switch
    {
        ("GET", null) => Page(conversation, request.Query),
        ("POST", null) => Changed(request, 201, "onParticipantAdded", conversation.Add(CheckedForm(request), Blocking)),
        ("GET", { } id) => new ApiAnswer(200, Text(conversation.BySidOrIdentity(id))),
        ("POST", { } id) => Changed(request, 200, "onParticipantUpdated", conversation.Update(id, CheckedForm(request), Blocking)),
        ("DELETE", { } id) => Changed(request, 204, "onParticipantRemoved", conversation.Remove(id)),
        _ => throw new ApiFault(405, 20004, $"Method {request.Method} is not allowed here"),
    };

    private ApiAnswer Changed(EmulatedRequest request, int status, string eventType, StoredParticipant participant)
    {
        if (request.Headers.GetValueOrDefault("X-Twilio-Webhook-Enabled") == "true")
        {
            Webhooks.Add(new EmulatedWebhook(eventType, request.ServiceSid, participant.Conversation.Sid, participant.Sid));
        }

        return new ApiAnswer(status, status == 204 ? null : Text(participant));
    }

    /// <summary>The conversation of the account in which an address and proxy address are bound already.</summary>
    private StoredConversation? Blocking(StoredParticipant candidate) =>
        _conversations.Values.FirstOrDefault(conversation => conversation.Binds(candidate));

    private static ApiAnswer Page(StoredConversation conversation, IReadOnlyDictionary<string, string> query)
    {
        var size = Number(query, "PageSize", DefaultPageSize);
        var page = Number(query, "Page", 0);
        if (size is < 1 or > MaximumPageSize)
        {
            throw ApiFault.Invalid($"PageSize must be between 1 and {MaximumPageSize}");
        }

        // The token names the last participant that was seen, so that what is added or removed meanwhile shifts nothing.
        var token = query.GetValueOrDefault("PageToken");
        var (items, more) = conversation.After(token is null ? 0 : ParseToken(token), size);
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
            : throw ApiFault.Invalid("Invalid PageToken");

    private static int Number(IReadOnlyDictionary<string, string> query, string name, int otherwise) =>
        !query.TryGetValue(name, out var text) ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw ApiFault.Invalid($"{name} must be a number of at least 0");

    private static IReadOnlyDictionary<string, string> CheckedForm(EmulatedRequest request) =>
        request.Headers.GetValueOrDefault("Content-Type", "").StartsWith(FormType, StringComparison.OrdinalIgnoreCase)
            ? request.Form
            : throw new ApiFault(415, 20006, $"Content-Type must be {FormType}");

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
}
