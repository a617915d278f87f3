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

            var created = Checked(nameof(conversation), () => _store.Create(ResourceStore.Conversations, service, sid is null ? Form("UniqueName", conversation) : NoFields, sid));
            Checked(nameof(identities), () => _store.Fill(created, users.Select(identity => Form("Identity", identity ?? ""))));
            _store.AddService(service);
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
