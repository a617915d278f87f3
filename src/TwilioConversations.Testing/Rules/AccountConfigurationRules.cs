using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>The rules of the account's configuration: another default service is remembered, but paths without a service lead to the first one.</summary>
internal sealed class AccountConfigurationRules : ResourceRules
{
    public override JObject Initial(ResourceOwner owner) => new() { ["default_chat_service_sid"] = ResourceStore.DefaultServiceSid };

    public override IEnumerable<(string Name, string Path)> Links(Resource resource) =>
        [("service", $"/Services/{(string?)resource.Fields["default_chat_service_sid"]}/Configuration"), ("webhooks", "/Configuration/Webhooks")];
}
