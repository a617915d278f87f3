namespace TwilioConversations.Testing;

// What tests add to the store and change in it without a request.
internal sealed partial class ResourceApi
{
    private static readonly Dictionary<string, IReadOnlyList<string>> NoFields = [];

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
            // Nothing is stored, not even the service, until everything is known to be valid.
            var service = _store.Service(serviceSid) ?? _store.NewService(serviceSid!);
            if (sid is not null && service.List(ResourceStore.Conversations).Find(sid, orByKey: false) is not null)
            {
                throw new ArgumentException("A conversation with this SID exists already.", nameof(conversation));
            }

            var form = sid is null ? Form("UniqueName", conversation) : NoFields;
            var created = Checked(nameof(conversation), () => _store.Create(ResourceStore.Conversations, service, form, sid));
            Checked(nameof(identities), () => _store.Fill(created, users.Select(identity => Form("Identity", identity ?? ""))));
            _store.AddService(service);
            SetTimer();
            return created.Sid;
        }
    }

    /// <summary>Adds those of the conversations that do not exist, each named as <see cref="EmulatorOptions.Conversations"/> says.</summary>
    /// <exception cref="ArgumentException">A name is not valid.</exception>
    public void Ensure(IEnumerable<string> conversations)
    {
        foreach (var conversation in conversations)
        {
            var (service, name) = conversation.Split('/', 2) is [var before, var after] ? (before, after) : (null, conversation);
            if (_store.Service(service)?.List(ResourceStore.Conversations).Find(name, orByKey: true) is not null)
            {
                continue;
            }

            try
            {
                AddConversation(name, service, []);
            }
            catch (ArgumentException e)
            {
                var place = e.ParamName == "serviceSid" ? ", before the slash" : "";
                throw new ArgumentException(
                    $"The conversation {conversation}{place}: {e.Message.Replace($" (Parameter '{e.ParamName}')", "", StringComparison.Ordinal)}");
            }
        }
    }

    public void AddMedia(string sid, string serviceSid, string contentType, string? filename, byte[] content)
    {
        lock (_lock)
        {
            _store.Media.Add(new MediaFile(sid, serviceSid, contentType, filename, _store.Now, content));
        }
    }

    public string AddPushBinding(string identity, string type, string? serviceSid)
    {
        ArgumentNullException.ThrowIfNull(identity);
        lock (_lock)
        {
            var service = _store.Service(serviceSid) ?? throw new ArgumentException("There is no such service.", nameof(serviceSid));
            return _store.Add(ResourceStore.Bindings, service, BindingRules.Fields(identity, type)).Sid;
        }
    }

    public void SetDeliveryStatus(string receiptSid, string status, int errorCode)
    {
        lock (_lock)
        {
            var receipt = _store.AllConversations().SelectMany(conversation => conversation.List(ResourceStore.Messages).All)
                .Select(message => message.List(ResourceStore.Receipts).Find(receiptSid, orByKey: false)).FirstOrDefault(found => found is not null)
                ?? throw new ArgumentException("There is no such delivery receipt.", nameof(receiptSid));
            (receipt.Fields["status"], receipt.Fields["error_code"], receipt.Fields["date_updated"]) = (status, errorCode, FieldRule.ToText(_store.Now));
            receipt.Touch();
            Webhooks.Raise(WebhookEvent.Of(_store, "Delivery", "Updated", _store.ServiceSidOf(receipt), receipt));
        }
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
}
