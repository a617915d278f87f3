using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>The rules of the webhooks of an account or a service.</summary>
internal sealed class WebhookSettingsRules : ResourceRules
{
    public override JObject Initial(ResourceOwner owner) => new() { ["method"] = "POST", ["target"] = "webhook" };

    public override bool Shows(string property, string? serviceSid) => property != "target" || serviceSid is null;

    public override void Check(ResourceChange change)
    {
        ResourceChange.RejectIf(
            change.FormValues("Filters").Any(name => name.Length > 0 && !EventNames.All.Contains(name)),
            50054, "Filters has a value that is not the name of an event");
        foreach (var name in new[] { "PreWebhookUrl", "PostWebhookUrl" })
        {
            ResourceChange.RejectIf(
                change.Form(name) is { Length: > 0 } url && WebhookAddress.Http(url) is null, ApiFault.InvalidCode, $"{name} must be an absolute HTTP address");
        }
    }
}
