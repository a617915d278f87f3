using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>The rules of the account's configuration: the default service is the one that a path without a service means.</summary>
internal sealed class AccountConfigurationRules : ResourceRules
{
    public override JObject Initial(ResourceOwner owner) => new() { ["default_chat_service_sid"] = ResourceStore.DefaultServiceSid };

    public override void Check(ResourceChange change) => ResourceChange.RefuseIf(
        change.Form("DefaultChatServiceSid") is { } sid && sid != ResourceStore.DefaultServiceSid, ApiFault.InvalidCode, "The emulator keeps its default service");

    public override IEnumerable<(string Name, string Path)> Links(Resource resource) =>
        [("service", $"/Services/{(string?)resource.Fields["default_chat_service_sid"]}/Configuration"), ("webhooks", "/Configuration/Webhooks")];
}
