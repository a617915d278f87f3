using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>The rules of a resource that the OpenAPI document does not state. By default there are none.</summary>
internal class ResourceRules
{
    /// <summary>The rules of a resource by its collections, such as <c>Conversations/Messages</c>.</summary>
    public static ResourceRules Of(string path) => path switch
    {
        "Conversations" => new ConversationRules(),
        "ConversationWithParticipants" => new ConversationWithParticipantsRules(),
        "Conversations/Participants" => new ParticipantRules(),
        "Conversations/Messages" => new MessageRules(),
        "Conversations/Webhooks" => new WebhookRules(),
        "Users" => new UserRules(),
        "Users/Conversations" => new UserConversationRules(),
        "ParticipantConversations" => new ParticipantConversationRules(),
        "Roles" => new RoleRules(),
        "Services" => new ServiceRules(),
        "Configuration" => new AccountConfigurationRules(),
        "Services/Configuration" => new ServiceConfigurationRules(),
        "Configuration/Webhooks" => new WebhookSettingsRules(),
        "Configuration/Notifications" => new NotificationRules(),
        "Configuration/Addresses" => new AddressRules(),
        "Bindings" => new BindingRules(),
        "Credentials" => new CredentialRules(),
        _ => new ResourceRules(),
    };

    /// <summary>The type of <see cref="Resource.Details"/>; null where there are none.</summary>
    public virtual Type? DetailsType => null;

    /// <summary>The resource's name in events, as in <c>onMessageAdded</c>; null if it has no events.</summary>
    public virtual string? EventSubject => null;

    /// <summary>The type of the resource that a create makes, if it is another.</summary>
    public virtual ResourceType? Makes => null;

    /// <summary>The error code for a field of the form that is missing or empty, or breaks its rule.</summary>
    public virtual int CodeOf(string field, bool isMissing) => field switch
    {
        "FriendlyName" => isMissing ? 50000 : 50003,
        "Attributes" => 50304,
        "DateCreated" => 50308,
        "DateUpdated" => 50309,
        "Method" or "Configuration.Method" => 50055,
        "LastReadTimestamp" => 50405,
        "LastReadMessageIndex" => 50421,
        _ => ApiFault.InvalidCode,
    };

    /// <summary>The error for a key that another resource already has.</summary>
    public virtual ApiFault Taken() => new(409, 20409, "There is such a resource already");

    /// <summary>The resources of a list, as they are now.</summary>
    public virtual IEnumerable<Resource> List(ResourceStore store, ResourceOwner owner, ResourceType type) => store.Current(owner.List(type));

    /// <summary>A resource of a list by its SID or, with <paramref name="orByKey"/>, by its key; null if there is none.</summary>
    public virtual Resource? Find(ResourceStore store, ResourceOwner owner, ResourceType type, string id, bool orByKey) => owner.List(type).Find(id, orByKey);

    /// <summary>The links in a response: their names, and their paths without the service.</summary>
    public virtual IEnumerable<(string Name, string Path)> Links(Resource resource) =>
        resource.Type.Children.Select(child => (child.ItemsField, $"{resource.Path}/{child.Collection}"));

    /// <summary>Creates a resource from a form.</summary>
    public virtual Resource Create(
        ResourceStore store, ResourceType type, ResourceOwner owner, IReadOnlyDictionary<string, IReadOnlyList<string>> form, string? sid) =>
        store.Add(type, owner, form, sid);

    /// <summary>Updates a resource from a form.</summary>
    public virtual void Update(ResourceStore store, Resource resource, ResourceOwner owner, IReadOnlyDictionary<string, IReadOnlyList<string>> form) =>
        store.Change(resource, owner, form);

    /// <summary>Deletes a resource, and all that has to go with it.</summary>
    public virtual void Delete(ResourceStore store, Resource resource, ResourceOwner owner) => owner.List(resource.Type).Remove(resource);

    /// <summary>Rejects a change, or completes its fields.</summary>
    public virtual void Check(ResourceChange change)
    {
    }

    /// <summary>Runs after a resource was created.</summary>
    public virtual void Created(Resource resource, ResourceChange change)
    {
    }

    /// <summary>The fields of a singleton before its first update.</summary>
    public virtual JObject Initial(ResourceOwner owner) => [];

    /// <summary>Makes the changes that are due by a time, such as those of timers.</summary>
    public virtual void Refresh(Resource resource, DateTimeOffset now)
    {
    }

    /// <summary>Rejects a change to a resource that is final, or to one that belongs to it.</summary>
    public virtual void RejectIfFinal(Resource resource)
    {
    }

    /// <summary>A property of the response that depends on other resources; null if it is the stored field.</summary>
    public virtual JToken? Compute(Resource resource, string property) => null;

    /// <summary>True if a response to a request that names this service, or none, shows a property.</summary>
    public virtual bool Shows(string property, string? serviceSid) => true;

    /// <summary>The filter of a list.</summary>
    public virtual Func<Resource, bool> Filter(ReceivedRequest request) => _ => true;

    /// <summary>True if a list starts with the newest resource.</summary>
    public virtual bool IsDescending(IReadOnlyDictionary<string, string> query) => false;
}
