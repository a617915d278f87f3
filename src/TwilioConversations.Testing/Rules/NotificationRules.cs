using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>The rules of a service's notifications: nothing is pushed before it is enabled.</summary>
internal sealed class NotificationRules : ResourceRules
{
    public override JObject Initial(ResourceOwner owner) => new()
    {
        ["new_message"] = new JObject { ["enabled"] = false, ["badge_count_enabled"] = false, ["with_media"] = new JObject { ["enabled"] = false } },
        ["added_to_conversation"] = new JObject { ["enabled"] = false },
        ["removed_from_conversation"] = new JObject { ["enabled"] = false },
        ["log_enabled"] = false,
    };
}
