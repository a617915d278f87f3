using Newtonsoft.Json;

namespace TwilioConversations.Testing;

/// <summary>The ten operations over a store in memory: from a valid request to the service's response.</summary>
internal sealed class ParticipantsApi(string accountSid)
{
    public static readonly IReadOnlyList<Route> Routes =
    [
        new("/v1/Conversations/{ConversationSid}/Participants", ("GET", "ListConversationParticipant"), ("POST", "CreateConversationParticipant")),
        new("/v1/Conversations/{ConversationSid}/Participants/{Sid}", ("GET", "FetchConversationParticipant"), ("POST", "UpdateConversationParticipant"), ("DELETE", "DeleteConversationParticipant")),
        new("/v1/Services/{ChatServiceSid}/Conversations/{ConversationSid}/Participants", ("GET", "ListServiceConversationParticipant"), ("POST", "CreateServiceConversationParticipant")),
        new(
            "/v1/Services/{ChatServiceSid}/Conversations/{ConversationSid}/Participants/{Sid}",
            ("GET", "FetchServiceConversationParticipant"),
            ("POST", "UpdateServiceConversationParticipant"),
            ("DELETE", "DeleteServiceConversationParticipant")),
    ];

    private const int MaximumNameLength = 256;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _services = [];

    // By service (empty for the default one) and by SID or unique name.
    private readonly Dictionary<(string Service, string Name), StoredConversation> _conversations = [];

    public bool StrictPageSize { get; set; }

    public BoundedLog<EmulatedWebhook> Webhooks { get; } = new(ConversationsEmulator.LogCapacity);

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
        ArgumentNullException.ThrowIfNull(conversation);
        if (conversation is "" or "." or ".." || conversation.Length > MaximumNameLength || conversation.Any(c => c == '/' || char.IsControl(c)))
        {
            throw new ArgumentException($"Must be a SID or a unique name: 1 to {MaximumNameLength} characters without a slash or control characters, and not . or ..", nameof(conversation));
        }

        ArgumentNullException.ThrowIfNull(identities);
        if (serviceSid is not null)
        {
            Sid.Checked(serviceSid, "IS", nameof(serviceSid));
        }

        var sid = Sid.Matches(conversation, "CH") ? conversation : $"CH{Guid.NewGuid():N}";
        var stored = new StoredConversation(accountSid, serviceSid, sid);
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

    /// <exception cref="ApiFault">The service refuses the request.</exception>
    public ApiResponse Respond(ReceivedRequest received)
    {
        // One at a time, as if the service were one machine: two requests at once cannot both add the same participant.
        lock (_lock)
        {
            var request = received.Content;
            var conversation = Find(request);
            var isFetch = request.Method == "GET";
            StoredParticipant? participant = null;
            if (request.Participant is { } id)
            {
                participant = conversation.Find(id, orByIdentity: isFetch) ?? throw ApiFault.NotFound($"{PathOf(request)}/Participants/{id}");
            }

            return (request.Method, participant) switch
            {
                ("GET", null) => ParticipantPages.Respond(conversation, received, StrictPageSize),
                ("GET", { } fetched) => new ApiResponse(200, Json(received, fetched)),
                ("POST", null) => Changed(received, 201, "onParticipantAdded", conversation.Add(request.Form, Blocking)),
                ("POST", { } old) => Changed(received, 200, "onParticipantUpdated", conversation.Update(old, request.Form, Blocking)),
                (_, { } removed) => Changed(received, 204, "onParticipantRemoved", conversation.Remove(removed)),
                _ => throw new InvalidOperationException($"{request.Operation} is not implemented."),
            };
        }
    }

    private StoredConversation Find(EmulatedRequest request)
    {
        if (request.ServiceSid is { } service && !_services.Contains(service))
        {
            throw ApiFault.NotFound($"/Services/{service}");
        }

        return _conversations.GetValueOrDefault((request.ServiceSid ?? "", request.Conversation)) ?? throw ApiFault.NotFound(PathOf(request));
    }

    private ApiResponse Changed(ReceivedRequest received, int status, string eventType, StoredParticipant participant)
    {
        if (received.IsWebhookEnabled)
        {
            Webhooks.Add(new EmulatedWebhook(eventType, received.Content.ServiceSid, participant.Conversation.Sid, participant.Sid));
        }

        return new ApiResponse(status, status == 204 ? null : Json(received, participant));
    }

    /// <summary>The conversation of the account in which an address and proxy address are bound already.</summary>
    private StoredConversation? Blocking(StoredParticipant candidate) =>
        _conversations.Values.FirstOrDefault(conversation => conversation.Binds(candidate));

    private static string PathOf(EmulatedRequest request) => $"{(request.ServiceSid is { } service ? $"/Services/{service}" : "")}/Conversations/{request.Conversation}";

    private static string Json(ReceivedRequest received, StoredParticipant participant) => participant.ToJson(received.Origin).ToString(Formatting.None);
}
