using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>Every operation of the OpenAPI document over a store in memory: from a valid request to the service's response.</summary>
internal sealed partial class ResourceApi : IDisposable
{
    // Longer waits are beyond what a timer can do; it then waits again.
    private static readonly TimeSpan MaximumWait = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly ResourceStore _store;

    private readonly EmulatorClock _clock;
    private ITimer? _timer;
    private DateTimeOffset? _timerDue;

    public ResourceApi(EmulatorClock clock, Account account, IEnumerable<string> webhookHosts)
    {
        _clock = clock;
        _store = new ResourceStore(clock, account.Sid);
        Webhooks = new WebhookEvents(_store, new WebhookSender(clock, account.AuthToken, webhookHosts));
    }

    public bool StrictPageSize { get; set; }

    public WebhookEvents Webhooks { get; }

    /// <summary>The time for which a group that is created with its participants stays initializing.</summary>
    public TimeSpan InitializingTime
    {
        get => _store.InitializingTime;
        set => _store.InitializingTime = value;
    }

    /// <summary>Called after time has changed the store.</summary>
    public Action? Expired { get; set; }

    public JObject WriteState()
    {
        lock (_lock)
        {
            return StoreJson.Write(_store);
        }
    }

    /// <summary>Replaces the whole content.</summary>
    /// <exception cref="InvalidDataException">The JSON is not what <see cref="WriteState"/> returns.</exception>
    public void ReadState(JObject state)
    {
        lock (_lock)
        {
            StoreJson.Read(state, _store);
            SetTimer();
        }
    }

    /// <exception cref="InvalidDataException">Something in the seed cannot be created; the message has the place and the reason.</exception>
    public void Seed(JObject seed)
    {
        lock (_lock)
        {
            new SeedFile(_store).Apply(seed);
            SetTimer();
        }
    }

    /// <summary>Makes the changes that are due by now, and reports them.</summary>
    public void RunDue()
    {
        bool isChanged;
        lock (_lock)
        {
            isChanged = _store.RunDue();
            _timerDue = null;
            SetTimer();
        }

        if (isChanged)
        {
            Expired?.Invoke();
        }
    }

    /// <summary>Ends pending webhooks, and goes back to a state; null for the empty one.</summary>
    public void Reset(JObject? state)
    {
        Webhooks.Reset();
        lock (_lock)
        {
            _store.Clear();
            if (state is not null)
            {
                StoreJson.Read(state, _store);
            }

            SetTimer();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _timer?.Dispose();
            _timer = null;
        }

        Webhooks.Dispose();
    }

    /// <exception cref="ApiFault">The service, or a webhook that is asked first, rejects the request.</exception>
    public async Task<ApiResponse> RespondAsync(ReceivedRequest received)
    {
        if (received.Media is not null)
        {
            lock (_lock)
            {
                return _store.Media.Respond(received, _store);
            }
        }

        // Nothing is locked while a webhook is asked, since it may call the service itself.
        var form = received.IsWebhookEnabled && Announce(received) is var (announced, target)
            ? PreAction.Apply(await Webhooks.Sender.AskAsync(announced, target), received.Form)
            : received.Form;
        return Respond(received, form);
    }

    private ApiResponse Respond(ReceivedRequest received, IReadOnlyDictionary<string, IReadOnlyList<string>> form)
    {
        // One at a time, as if the service were one machine: two requests at once cannot both create the same participant.
        lock (_lock)
        {
            var response = RespondLocked(received, form);
            SetTimer();
            return response;
        }
    }

    private ApiResponse RespondLocked(ReceivedRequest received, IReadOnlyDictionary<string, IReadOnlyList<string>> form)
    {
        var call = new ApiCall(received, _store.AccountSid);
        var (owner, path, resource) = Find(call);
        var type = received.Route!.Type;
        switch (received.Content.Method)
        {
            case "GET" when resource is null:
                return ResourcePages.Respond(call, type.Rules.List(_store, owner, type), path, StrictPageSize);
            case "GET":
                return new ApiResponse(200, call.ToJson(resource));
            case "POST" when resource is null:
                var before = StateOf(owner as Resource);
                var users = owner.Service.List(ResourceStore.Users);
                var firstNewUser = users.NextNumber;
                var created = _store.Create(type, owner, form);
                var response = Changed(call, 201, "Added", created, before, "EVENT");
                if (type != ResourceStore.Users && users.NextNumber > firstNewUser && received.IsWebhookEnabled)
                {
                    // A new identity becomes a user.
                    users.Since(firstNewUser).ForEach(user => Raise(call, "Added", user));
                }

                if (type == ResourceStore.Webhooks)
                {
                    Webhooks.Replay(created, call.ServiceSid);
                }

                return response;
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

    /// <summary>Follows a path to the owner of its last list, the list's own path, and the resource in it if the path names one.</summary>
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

        // Without the service's, the parameters of the path name its resources in order.
        var ids = new Queue<string>(
            call.Received.Content.PathParameters.Where(parameter => parameter.Key != "ChatServiceSid").Select(parameter => parameter.Value));
        while (true)
        {
            var type = types.Pop();
            asked += $"/{type.Collection}";
            if (!ids.TryDequeue(out var id))
            {
                return (owner, $"{(owner as Resource)?.Path}/{type.Collection}", null);
            }

            asked += $"/{id}";
            var found = type.Rules.Find(_store, owner, type, id, orByKey: types.Count > 0 || call.Received.Operation!.KeyField is not null)
                ?? throw ApiFault.NotFound($"{call.ServicePath}{asked}");
            _store.Current(found);
            if (types.Count == 0)
            {
                return (owner, "", found);
            }

            owner = found;
        }
    }

    /// <summary>The event that a request is about to cause, and the webhook to ask about it; null if none is to be asked.</summary>
    private (WebhookEvent Event, WebhookTarget Target)? Announce(ReceivedRequest received)
    {
        var type = received.Route!.Type.Rules.Makes ?? received.Route.Type;
        if (type.Rules.EventSubject is not { } subject || received.Content.Method == "GET")
        {
            return null;
        }

        lock (_lock)
        {
            var call = new ApiCall(received, _store.AccountSid);
            var (owner, _, resource) = Find(call);
            var change = resource is null ? "Add" : received.Content.Method == "DELETE" ? "Remove" : "Update";
            if (Webhooks.TargetBefore($"on{subject}{change}", call.ServiceSid) is not { } target)
            {
                return null;
            }

            var previewed = change == "Remove" ? resource! : _store.Preview(type, owner, resource, received.Form);
            return (WebhookEvent.Of(_store, subject, change, call.ServiceSid, previewed, EventOrigin.Api), target);
        }
    }

    private ApiResponse Changed(ApiCall call, int status, string change, Resource resource, string? stateBefore = null, string reason = "")
    {
        if (call.Received.IsWebhookEnabled)
        {
            // Participants that are created together with their conversation have events of their own.
            foreach (var each in call.Received.Route!.Type == resource.Type ? [resource] : resource.List(ResourceStore.Participants).All.Prepend(resource))
            {
                Raise(call, change, each);
            }

            var conversation = resource.Parent ?? resource;
            if (stateBefore is not null && StateOf(conversation) is { } state && state != stateBefore)
            {
                Webhooks.Raise(WebhookEvent.OfState(_store, call.ServiceSid, conversation, stateBefore, reason));
            }
        }

        return status == 204 ? new ApiResponse(status) : new ApiResponse(status, call.ToJson(resource));
    }

    private void Raise(ApiCall call, string change, Resource resource)
    {
        if (resource.Type.Rules.EventSubject is { } subject)
        {
            Webhooks.Raise(WebhookEvent.Of(_store, subject, change, call.ServiceSid, resource, EventOrigin.Api));
        }
    }

    private static string? StateOf(Resource? conversation) => (string?)conversation?.Fields["state"];

    // The timer runs until the next conversation is due, so that its end is reported without anybody asking.
    private void SetTimer()
    {
        if (_store.Due.Next is not { } due || due >= _timerDue)
        {
            return;
        }

        _timerDue = due;
        var wait = due - _clock.GetUtcNow();
        wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait > MaximumWait ? MaximumWait : wait;
        _timer ??= _clock.CreateTimer(_ => RunDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }
}
