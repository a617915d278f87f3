using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>Every operation of the OpenAPI document over a store in memory: from a valid request to the service's response.</summary>
internal sealed class ResourceApi : IDisposable
{
    private static readonly Dictionary<string, IReadOnlyList<string>> NoFields = [];

    private readonly Lock _lock = new();
    private readonly ResourceStore _store;

    public ResourceApi(TimeProvider timeProvider)
    {
        _store = new ResourceStore(timeProvider);
        Webhooks = new WebhookEvents(_store, timeProvider);
    }

    public bool StrictPageSize { get; set; }

    public WebhookEvents Webhooks { get; }

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
            var service = _store.Service(serviceSid) ?? _store.NewService();
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
                _store.Delete(created, service);
                throw;
            }

            _store.AddService(serviceSid, service);
            return created.Sid;
        }
    }

    public string AddPushBinding(string identity, PushBindingType type, string? serviceSid)
    {
        ArgumentNullException.ThrowIfNull(identity);
        lock (_lock)
        {
            var service = _store.Service(serviceSid) ?? throw new ArgumentException("There is no such service.", nameof(serviceSid));
            return _store.Add(ResourceStore.Bindings, service, BindingRules.Fields(identity, type)).Sid;
        }
    }

    public void SetDeliveryStatus(string receiptSid, DeliveryStatus status, int errorCode)
    {
        lock (_lock)
        {
            var receipt = _store.AllConversations().SelectMany(conversation => conversation.List(ResourceStore.Messages).All)
                .Select(message => message.List(ResourceStore.Receipts).Find(receiptSid, orByKey: false)).FirstOrDefault(found => found is not null)
                ?? throw new ArgumentException("There is no such delivery receipt.", nameof(receiptSid));
            (receipt.Fields["status"], receipt.Fields["error_code"], receipt.Fields["date_updated"]) = (status.ToString(), errorCode, FieldRule.ToText(_store.Now));
            Webhooks.Raise(WebhookEvent.Of("Delivery", "Updated", _store.ServiceSidOf(receipt), receipt, _store.Now));
        }
    }

    /// <summary>Fills the store from the files that the options name.</summary>
    public void Fill(EmulatorOptions options)
    {
        lock (_lock)
        {
            if (options.StateFile is { } state && File.Exists(state))
            {
                StoreJson.Read(StateFile.Read(state), _store);
            }
            else if (options.SeedFile is { } seed)
            {
                SeedFile.Apply(StateFile.Read(seed), _store);
            }
        }
    }

    public JObject WriteState()
    {
        lock (_lock)
        {
            return StoreJson.Write(_store);
        }
    }

    /// <summary>The newest conversations with their latest messages, and how many conversations there are.</summary>
    public (IReadOnlyList<ConversationSummary> Conversations, int Count) Summarize(int conversations, int messages)
    {
        lock (_lock)
        {
            var all = _store.AllConversations().ToList();
            return ([.. all.TakeLast(conversations).Reverse().Select(conversation => ConversationSummary.Of(conversation, messages))], all.Count);
        }
    }

    public void Reset()
    {
        lock (_lock)
        {
            _store.Clear();
        }

        Webhooks.Reset();
    }

    public void Dispose() => Webhooks.Dispose();

    /// <exception cref="ApiFault">The service, or a webhook that is asked before, refuses the request.</exception>
    public async Task<ApiResponse> RespondAsync(ReceivedRequest received)
    {
        // Nothing is locked while a webhook is asked: it may itself call the service.
        var form = received.IsWebhookEnabled && Announce(received) is var (what, target) ? PreAction.Apply(await Webhooks.AskAsync(what, target), received.Form) : received.Form;
        return Respond(received, form);
    }

    private ApiResponse Respond(ReceivedRequest received, IReadOnlyDictionary<string, IReadOnlyList<string>> form)
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
                    return ResourcePages.Respond(call, type.Rules.List(_store, owner, type), path, StrictPageSize);
                case "GET":
                    return new ApiResponse(200, Json(call, resource));
                case "POST" when resource is null:
                    var before = StateOf(owner as Resource);
                    return Changed(call, 201, "Added", _store.Create(type, owner, form), before, "EVENT");
                case "POST":
                    before = StateOf(resource);
                    _store.Update(resource, owner, form);
                    return Changed(call, 200, "Updated", resource, before, "API");
                case "DELETE" when resource is not null:
                    _store.Delete(resource, owner);
                    return Changed(call, 204, "Removed", resource);
                default:
                    throw new InvalidOperationException($"{received.Content.Operation} is not implemented.");
            }
        }
    }

    /// <summary>What the path leads to: the owner of its last list, the list's path, and the resource of the list where the path names one.</summary>
    private (ResourceOwner Owner, string Path, Resource? Resource) Find(ApiCall call)
    {
        var last = call.Received.Route!.Type;
        var owner = last.IsOfAccount && call.ServiceSid is null ? _store.Account : _store.Service(call.ServiceSid) ?? throw ApiFault.NotFound(call.ServicePath);
        if (last.IsSingleton)
        {
            return (owner, "", _store.Singleton(last, owner));
        }

        var asked = "";
        var types = new Stack<ResourceType>();
        for (var type = last; type is not null; type = type.Parent)
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
            var found = type.Rules.Find(_store, owner, type, id, orByKey: types.Count > 0 || call.Received.Operation!.KeyField is not null) ?? throw ApiFault.NotFound($"{call.ServicePath}{asked}");
            _store.Current(found);
            if (types.Count == 0)
            {
                return (owner, "", found);
            }

            owner = found;
        }
    }

    /// <summary>The event of what a request is about to do, and the webhook that is to be asked about it; null for none.</summary>
    private (WebhookEvent What, WebhookTarget Target)? Announce(ReceivedRequest received)
    {
        var type = received.Route!.Type;
        if (type.Rules.EventSubject is not { } subject || received.Content.Method == "GET")
        {
            return null;
        }

        lock (_lock)
        {
            var call = new ApiCall(received);
            var (owner, _, resource) = Find(call);
            var change = resource is null ? "Add" : received.Content.Method == "DELETE" ? "Remove" : "Update";
            if (Webhooks.TargetBefore($"on{subject}{change}", call.ServiceSid) is not { } target)
            {
                return null;
            }

            var previewed = change == "Remove" ? resource! : _store.Preview(type, owner, resource, received.Form);
            return (WebhookEvent.Of(subject, change, call.ServiceSid, previewed, _store.Now), target);
        }
    }

    private ApiResponse Changed(ApiCall call, int status, string change, Resource resource, string? stateBefore = null, string reason = "")
    {
        if (call.Received.IsWebhookEnabled)
        {
            // What is created together with others has them below it.
            foreach (var each in call.Received.Route!.Type == resource.Type ? [resource] : resource.List(ResourceStore.Participants).All.Prepend(resource))
            {
                Raise(each);
            }

            var conversation = resource.Parent ?? resource;
            if (stateBefore is not null && StateOf(conversation) is { } state && state != stateBefore)
            {
                Webhooks.Raise(WebhookEvent.OfState(call.ServiceSid, conversation, stateBefore, reason));
            }
        }

        return new ApiResponse(status, status == 204 ? null : Json(call, resource));

        void Raise(Resource changed)
        {
            if (changed.Type.Rules.EventSubject is { } subject)
            {
                Webhooks.Raise(WebhookEvent.Of(subject, change, call.ServiceSid, changed, _store.Now));
            }
        }
    }

    private static string? StateOf(Resource? conversation) => (string?)conversation?.Fields["state"];

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
