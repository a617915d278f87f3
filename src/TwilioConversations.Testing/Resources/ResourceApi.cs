using Newtonsoft.Json;

namespace TwilioConversations.Testing;

/// <summary>Every operation of the OpenAPI document over a store in memory: from a valid request to the service's response.</summary>
internal sealed class ResourceApi(TimeProvider timeProvider)
{
    private static readonly Dictionary<string, IReadOnlyList<string>> NoFields = [];

    private readonly Lock _lock = new();
    private readonly ResourceStore _store = new(timeProvider);

    public bool StrictPageSize { get; set; }

    public BoundedLog<EmulatedWebhook> Webhooks { get; } = new(ConversationsEmulator.LogCapacity);

    public void AddService(string serviceSid)
    {
        Sid.Checked(serviceSid, "IS", nameof(serviceSid));
        lock (_lock)
        {
            _store.AddService(serviceSid);
        }
    }

    public string AddConversation(string conversation, string? serviceSid, IEnumerable<string> identities)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        if (!ConversationRules.IsUniqueName(conversation))
        {
            throw new ArgumentException($"Must be a SID or a unique name: {ConversationRules.NameRule}", nameof(conversation));
        }

        ArgumentNullException.ThrowIfNull(identities);
        if (serviceSid is not null)
        {
            Sid.Checked(serviceSid, "IS", nameof(serviceSid));
        }

        var sid = ResourceStore.Conversations.IsSid(conversation) ? conversation : null;
        string[] users = [.. identities];
        lock (_lock)
        {
            // Nothing is stored, not even the service, before all is known to be right.
            var service = _store.Service(serviceSid) ?? new ResourceOwner();
            if (sid is not null && service.List(ResourceStore.Conversations).Find(sid, orByKey: false) is not null)
            {
                throw new ArgumentException("There is a conversation of that SID already.", nameof(conversation));
            }

            var created = Checked(nameof(conversation), () => _store.Create(ResourceStore.Conversations, service, sid is null ? Form("UniqueName", conversation) : NoFields, sid));
            try
            {
                foreach (var identity in users)
                {
                    Checked(nameof(identities), () => _store.Create(ResourceStore.Participants, created, Form("Identity", identity ?? "")));
                }
            }
            catch (ArgumentException)
            {
                ResourceStore.Delete(created, service);
                throw;
            }

            _store.AddService(serviceSid, service);
            return created.Sid;
        }
    }

    public void SetDeliveryStatus(string receiptSid, DeliveryStatus status, int errorCode)
    {
        lock (_lock)
        {
            var receipt = _store.AllConversations().SelectMany(conversation => conversation.List(ResourceStore.Receipts.Parent!).All)
                .Select(message => message.List(ResourceStore.Receipts).Find(receiptSid, orByKey: false)).FirstOrDefault(found => found is not null)
                ?? throw new ArgumentException("There is no such delivery receipt.", nameof(receiptSid));
            (receipt.Fields["status"], receipt.Fields["error_code"], receipt.Fields["date_updated"]) = (status.ToString(), errorCode, FieldRule.ToText(_store.Now));
        }
    }

    public void Reset()
    {
        lock (_lock)
        {
            _store.Clear();
        }

        Webhooks.Clear();
    }

    /// <exception cref="ApiFault">The service refuses the request.</exception>
    public ApiResponse Respond(ReceivedRequest received)
    {
        // One at a time, as if the service were one machine: two requests at once cannot both create the same participant.
        lock (_lock)
        {
            var call = new ApiCall(received);
            var (owner, path, resource) = Find(call);
            var type = received.Route!.Type;
            switch (received.Content.Method)
            {
                case "GET" when resource is null:
                    return ResourcePages.Respond(call, _store.Current(owner.List(type)), path, StrictPageSize);
                case "GET":
                    return new ApiResponse(200, Json(call, resource));
                case "POST" when resource is null:
                    return Changed(call, 201, "Added", _store.Create(type, owner, received.Form));
                case "POST":
                    _store.Update(resource, owner, received.Form);
                    return Changed(call, 200, "Updated", resource);
                case "DELETE" when resource is not null:
                    ResourceStore.Delete(resource, owner);
                    return Changed(call, 204, "Removed", resource);
                default:
                    throw new InvalidOperationException($"{received.Content.Operation} is not implemented.");
            }
        }
    }

    /// <summary>What the path leads to: the owner of its last list, the list's path, and the resource of the list where the path names one.</summary>
    private (ResourceOwner Owner, string Path, Resource? Resource) Find(ApiCall call)
    {
        var owner = _store.Service(call.ServiceSid) ?? throw ApiFault.NotFound(call.ServicePath);
        var asked = "";
        var types = new Stack<ResourceType>();
        for (var type = call.Received.Route!.Type; type is not null; type = type.Parent)
        {
            types.Push(type);
        }

        // The parameters of the path, without the service's, are those of its resources in turn.
        var ids = new Queue<string>(call.Received.Content.PathParameters.Where(parameter => parameter.Key != "ChatServiceSid").Select(parameter => parameter.Value));
        while (true)
        {
            var type = types.Pop();
            asked += $"/{type.Collection}";
            if (!ids.TryDequeue(out var id))
            {
                return (owner, $"{(owner as Resource)?.Path}/{type.Collection}", null);
            }

            asked += $"/{id}";
            var found = owner.List(type).Find(id, orByKey: types.Count > 0 || call.Received.Operation!.KeyField is not null) ?? throw ApiFault.NotFound($"{call.ServicePath}{asked}");
            _store.Current(found);
            if (types.Count == 0)
            {
                return (owner, "", found);
            }

            owner = found;
        }
    }

    private ApiResponse Changed(ApiCall call, int status, string change, Resource resource)
    {
        if (call.Received.IsWebhookEnabled && resource.Type.Rules.EventSubject is { } subject)
        {
            Webhooks.Add(new EmulatedWebhook($"on{subject}{change}", call.ServiceSid, (resource.Parent ?? resource).Sid, subject == "Participant" ? resource.Sid : null)
            {
                MessageSid = subject == "Message" ? resource.Sid : null,
            });
        }

        return new ApiResponse(status, status == 204 ? null : Json(call, resource));
    }

    private static Dictionary<string, IReadOnlyList<string>> Form(string name, string value) => new() { [name] = [value] };

    private static Resource Checked(string argument, Func<Resource> create)
    {
        try
        {
            return create();
        }
        catch (ApiFault fault)
        {
            throw new ArgumentException(fault.Message, argument);
        }
    }

    private static string Json(ApiCall call, Resource resource) => call.ToJson(resource).ToString(Formatting.None);
}
