using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>The rules of the account's configuration: it names the default service.</summary>
internal sealed class AccountConfigurationRules : ResourceRules
{
    public override JObject Initial(ResourceOwner owner) => new() { ["default_chat_service_sid"] = ResourceStore.FirstServiceSid };

    public override void Check(ResourceChange change)
    {
        ResourceChange.RejectIf(
            change.Form("DefaultChatServiceSid") is { } service && change.Store.Service(service) is null,
            ApiFault.InvalidCode, "DefaultChatServiceSid must be the SID of a service");
        // Rejects what a conversation's own timers could not be.
        ConversationTimers.None.With(change.Form("DefaultInactiveTimer"), change.Form("DefaultClosedTimer"), "DefaultInactiveTimer", "DefaultClosedTimer");
    }

    public override IEnumerable<(string Name, string Path)> Links(Resource resource) =>
        [("service", $"/Services/{(string?)resource.Fields["default_chat_service_sid"]}/Configuration"), ("webhooks", "/Configuration/Webhooks")];
}
