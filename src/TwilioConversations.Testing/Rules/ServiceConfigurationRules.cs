using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>The rules of a service's configuration: it has roles from the start.</summary>
internal sealed class ServiceConfigurationRules : ResourceRules
{
    public override JObject Initial(ResourceOwner owner) => new()
    {
        ["default_conversation_creator_role_sid"] = RoleRules.DefaultOf(owner, "channel admin"),
        ["default_conversation_role_sid"] = RoleRules.DefaultOf(owner, "channel user"),
        ["default_chat_service_role_sid"] = RoleRules.DefaultOf(owner, RoleRules.ServiceUser),
        ["reachability_enabled"] = false,
    };

    public override IEnumerable<(string Name, string Path)> Links(Resource resource) =>
        [("notifications", "/Configuration/Notifications"), ("webhooks", "/Configuration/Webhooks")];
}
