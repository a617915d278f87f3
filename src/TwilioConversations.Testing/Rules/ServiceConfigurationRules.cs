using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>The rules of a service's configuration: it has roles from the start.</summary>
internal sealed class ServiceConfigurationRules : ResourceRules
{
    public override JObject Initial(ResourceOwner owner) => new()
    {
        ["default_conversation_creator_role_sid"] = RoleRules.InitialOf(owner, "default_conversation_creator_role_sid"),
        ["default_conversation_role_sid"] = RoleRules.InitialOf(owner, "default_conversation_role_sid"),
        ["default_chat_service_role_sid"] = RoleRules.InitialOf(owner, "default_chat_service_role_sid"),
        ["reachability_enabled"] = false,
    };

    public override void Check(ResourceChange change)
    {
        RoleRules.RejectUnknown(change, "DefaultConversationCreatorRoleSid", 50106);
        RoleRules.RejectUnknown(change, "DefaultConversationRoleSid", 50109);
        RoleRules.RejectUnknown(change, "DefaultChatServiceRoleSid", 50102);
    }

    public override IEnumerable<(string Name, string Path)> Links(Resource resource) =>
        [("notifications", "/Configuration/Notifications"), ("webhooks", "/Configuration/Webhooks")];
}
