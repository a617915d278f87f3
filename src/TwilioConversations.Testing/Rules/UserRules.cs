using Newtonsoft.Json.Linq;
using static TwilioConversations.Testing.ResourceChange;

namespace TwilioConversations.Testing;

/// <summary>The rules of a user: its identity is unique in the service, and its participants are deleted with it.</summary>
internal sealed class UserRules : ResourceRules
{
    public override string EventSubject => "User";

    public override int CodeOf(string field, bool isMissing) => field == "Identity" ? isMissing ? 50204 : 50207 : base.CodeOf(field, isMissing);

    public override ApiFault Taken() => new(409, 50201, "User already exists");

    public override IEnumerable<(string Name, string Path)> Links(Resource resource) => [("user_conversations", $"{resource.Path}/Conversations")];

    public override void Check(ResourceChange change)
    {
        RejectIf(change.Form("Identity") is "", 50204, "Identity must not be empty");
        if (change.IsNew)
        {
            change.Fields["role_sid"] ??= DefaultRole(change.Service);
        }
    }

    public override void Delete(ResourceStore store, Resource resource, ResourceOwner owner)
    {
        base.Delete(store, resource, owner);
        foreach (var (conversation, participant) in UserConversationRules.Of(resource).ToList())
        {
            conversation.List(ResourceStore.Participants).Remove(participant);
        }
    }

    private static string? DefaultRole(ResourceOwner service) => RoleRules.DefaultOf(service, "default_chat_service_role_sid");

    /// <summary>Adds a user with this identity unless there is one: every chat participant is a user of the service.</summary>
    public static void Ensure(ResourceOwner service, string identity, DateTimeOffset now)
    {
        if (service.List(ResourceStore.Users).FindByKeyOf(new JObject { ["identity"] = identity }) is null)
        {
            ResourceStore.Add(ResourceStore.Users, service, new JObject { ["identity"] = identity, ["role_sid"] = DefaultRole(service) }, now);
        }
    }
}
