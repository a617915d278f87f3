using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>All services and their resources. It does not lock: its callers take turns.</summary>
internal sealed class ResourceStore
{
    /// <summary>The default service, unless the account's configuration names another.</summary>
    public const string FirstServiceSid = "ISdddddddddddddddddddddddddddddddd";

    public static readonly ResourceType Conversations = OpenApiDocument.Instance.Type("Conversations");
    public static readonly ResourceType Participants = OpenApiDocument.Instance.Type("Conversations/Participants");
    public static readonly ResourceType Users = OpenApiDocument.Instance.Type("Users");
    public static readonly ResourceType Roles = OpenApiDocument.Instance.Type("Roles");
    public static readonly ResourceType Messages = OpenApiDocument.Instance.Type("Conversations/Messages");
    public static readonly ResourceType Services = OpenApiDocument.Instance.Type("Services");
    public static readonly ResourceType Bindings = OpenApiDocument.Instance.Type("Bindings");
    public static readonly ResourceType Receipts = OpenApiDocument.Instance.Type("Conversations/Messages/Receipts");
    public static readonly ResourceType Webhooks = OpenApiDocument.Instance.Type("Conversations/Webhooks");
    public static readonly ResourceType Configuration = OpenApiDocument.Instance.Type("Configuration");
    public static readonly ResourceType ServiceConfiguration = OpenApiDocument.Instance.Type("Services/Configuration");
    public static readonly ResourceType Addresses = OpenApiDocument.Instance.Type("Configuration/Addresses");

    private readonly TimeProvider _timeProvider;
    private readonly Dictionary<string, ResourceOwner> _services = [];

    public ResourceStore(TimeProvider timeProvider, string accountSid)
    {
        (_timeProvider, AccountSid) = (timeProvider, accountSid);
        Media = new MediaStore(() => Now);
        Clear();
    }

    public DateTimeOffset Now => _timeProvider.GetUtcNow();

    public string AccountSid { get; }

    public MediaStore Media { get; }

    public DueChanges Due { get; } = new();

    /// <summary>The time for which a group that is created with its participants stays initializing.</summary>
    public TimeSpan InitializingTime { get; set; }

    /// <summary>The account's configuration; null before its first use.</summary>
    public JObject? AccountSettings => Account.Lists.GetValueOrDefault(Configuration)?.All.FirstOrDefault()?.Fields;

    /// <summary>The account, which owns the services and its own settings.</summary>
    public ResourceOwner Account { get; private set; } = new();

    /// <summary>Called with a resource whose state has changed with time, and its previous state.</summary>
    public Action<Resource, string>? StateExpired { get; set; }

    /// <summary>All services by their SIDs.</summary>
    public IReadOnlyDictionary<string, ResourceOwner> ServiceOwners => _services;

    /// <summary>The service that a path means if it names none.</summary>
    public string DefaultServiceSid => (string?)AccountSettings?["default_chat_service_sid"] ?? FirstServiceSid;

    /// <summary>The service with this SID, or the default one for null; null if there is no such service.</summary>
    public ResourceOwner? Service(string? sid) => _services.GetValueOrDefault(sid ?? DefaultServiceSid);

    /// <summary>The SID of the service of a stored resource; null for the default service.</summary>
    public string? ServiceSidOf(Resource resource) => resource.Service.ServiceSid is var sid && sid == DefaultServiceSid ? null : sid;

    public void AddService(string sid) => AddService(NewService(sid));

    public void AddService(ResourceOwner service)
    {
        var sid = service.ServiceSid!;
        if (_services.TryAdd(sid, service) && Account.List(Services).Find(sid, orByKey: false) is null)
        {
            Add(Services, Account, [], Now, sid);
        }
    }

    public void RemoveService(string sid) => _services.Remove(sid);

    /// <summary>Makes a service with the default roles, and does not store it.</summary>
    public ResourceOwner NewService(string sid)
    {
        var service = new ResourceOwner { ServiceSid = sid };
        RoleRules.AddDefaults(service, Now);
        return service;
    }

    public void Clear()
    {
        _services.Clear();
        Due.Clear();
        Media.Clear();
        Account = new ResourceOwner();
        AddService(FirstServiceSid);
    }

    /// <summary>Replaces the whole content.</summary>
    public void Restore(ResourceOwner account, IEnumerable<ResourceOwner> services)
    {
        _services.Clear();
        Due.Clear();
        Account = account;
        foreach (var service in services)
        {
            AddService(service);
            foreach (var conversation in service.List(Conversations).All)
            {
                Watch(conversation);
            }
        }
    }

    /// <summary>Makes the changes that are due by now.</summary>
    /// <returns>True if there were any.</returns>
    public bool RunDue()
    {
        var due = Due.Take(Now)
            .Where(conversation => Service(conversation.Service.ServiceSid)?.List(Conversations).Find(conversation.Sid, orByKey: false) == conversation)
            .ToList();
        foreach (var conversation in due)
        {
            Current(conversation);
            Watch(conversation);
        }

        return due.Count > 0;
    }

    /// <summary>Looks at a conversation again when time next changes its state.</summary>
    public void Watch(Resource? conversation)
    {
        if (conversation is not null && ConversationRules.NextChange(conversation) is { } due)
        {
            Due.Watch(conversation, due);
        }
    }

    /// <summary>The owner's only resource of a type, created when it is first needed.</summary>
    public Resource Singleton(ResourceType type, ResourceOwner owner) => owner.List(type).All.FirstOrDefault() ?? Add(type, owner, type.Rules.Initial(owner));

    /// <summary>The conversations of all services, as they are now.</summary>
    public IEnumerable<Resource> AllConversations() => _services.Values.SelectMany(service => Current(service.List(Conversations)));

    /// <summary>The resources of a list, as they are now.</summary>
    public IEnumerable<Resource> Current(ResourceList list) => list.All.Select(Current);

    /// <summary>A resource as it is now: time may have changed it.</summary>
    public Resource Current(Resource resource)
    {
        var state = (string?)resource.Fields["state"];
        resource.Type.Rules.Refresh(resource, Now);
        if (state is not null && state != (string?)resource.Fields["state"])
        {
            resource.Touch();
            StateExpired?.Invoke(resource, state);
        }

        return resource;
    }

    /// <exception cref="ApiFault">The form breaks a rule.</exception>
    public Resource Create(ResourceType type, ResourceOwner owner, IReadOnlyDictionary<string, IReadOnlyList<string>> form, string? sid = null)
    {
        RejectIfFinal(owner as Resource);
        return type.Rules.Create(this, type, owner, form, sid);
    }

    /// <summary>Creates a resource by the common rules and those of its type.</summary>
    public Resource Add(ResourceType type, ResourceOwner owner, IReadOnlyDictionary<string, IReadOnlyList<string>> form, string? sid = null)
    {
        var list = owner.List(type);
        var change = Check(type, owner, before: null, form);
        var created = new Resource(type, owner, list.NextNumber, sid ?? type.NewSid()) { Fields = change.Fields, Details = change.Details };
        list.Add(created);
        type.Rules.Created(created, change);
        Watch(created.Conversation);
        return created;
    }

    /// <summary>Adds participants to a new conversation. If one is rejected, the conversation and its new users are removed again.</summary>
    /// <exception cref="ApiFault">A form breaks a rule.</exception>
    public Resource Fill(Resource conversation, IEnumerable<IReadOnlyDictionary<string, IReadOnlyList<string>>> participants)
    {
        var firstNewUser = conversation.Service.List(Users).NextNumber;
        try
        {
            foreach (var form in participants)
            {
                Create(Participants, conversation, form);
            }

            return conversation;
        }
        catch (ApiFault)
        {
            Remove(conversation, firstNewUser);
            throw;
        }
    }

    /// <summary>Takes back a conversation that was just created, with the users that it brought.</summary>
    public static void Remove(Resource conversation, long firstNewUser)
    {
        conversation.Service.List(Conversations).Remove(conversation);
        var users = conversation.Service.List(Users);
        users.Since(firstNewUser).ForEach(users.Remove);
    }

    /// <summary>Creates a resource that no request creates.</summary>
    public Resource Add(ResourceType type, ResourceOwner owner, JObject fields) => Add(type, owner, fields, Now);

    public static Resource Add(ResourceType type, ResourceOwner owner, JObject fields, DateTimeOffset now, string? sid = null)
    {
        fields["date_created"] = fields["date_updated"] = FieldRule.ToText(now);
        var created = new Resource(type, owner, owner.List(type).NextNumber, sid ?? type.NewSid()) { Fields = fields };
        owner.List(type).Add(created);
        return created;
    }

    /// <exception cref="ApiFault">The form breaks a rule.</exception>
    public void Update(Resource resource, ResourceOwner owner, IReadOnlyDictionary<string, IReadOnlyList<string>> form)
    {
        RejectIfFinal(resource);
        resource.Type.Rules.Update(this, resource, owner, form);
    }

    /// <summary>Updates a resource by the common rules and those of its type.</summary>
    public void Change(Resource resource, ResourceOwner owner, IReadOnlyDictionary<string, IReadOnlyList<string>> form)
    {
        var change = Check(resource.Type, owner, resource, form);
        owner.List(resource.Type).Replace(resource, change.Fields);
        resource.Details = change.Details;
        Watch(resource.Conversation);
    }

    public void Delete(Resource resource, ResourceOwner owner)
    {
        RejectIfFinal(resource.Parent);
        resource.Type.Rules.Delete(this, resource, owner);
    }

    /// <summary>The resource that a creation, or an update of <paramref name="before"/>, would make. Nothing is stored.</summary>
    /// <exception cref="ApiFault">The form breaks a rule.</exception>
    public Resource Preview(ResourceType type, ResourceOwner owner, Resource? before, IReadOnlyDictionary<string, IReadOnlyList<string>> form)
    {
        RejectIfFinal(before ?? owner as Resource);
        return new Resource(type, owner, before?.Number ?? 0, before?.Sid ?? "") { Fields = Check(type, owner, before, form).Fields };
    }

    private ResourceChange Check(ResourceType type, ResourceOwner owner, Resource? before, IReadOnlyDictionary<string, IReadOnlyList<string>> form)
    {
        var change = new ResourceChange(this, type, owner, owner.List(type), before, form);
        type.Rules.Check(change);
        RejectIfTaken(type, change);
        return change;
    }

    /// <exception cref="ApiFault">The resource, or one that it belongs to, is final and cannot be changed.</exception>
    public static void RejectIfFinal(Resource? resource)
    {
        foreach (var each in resource?.WithParents() ?? [])
        {
            each.Type.Rules.RejectIfFinal(each);
        }
    }

    private static void RejectIfTaken(ResourceType type, ResourceChange change)
    {
        if (change.List.FindByKeyOf(change.Fields) is { } other && other != change.Before)
        {
            throw type.Rules.Taken();
        }
    }
}
