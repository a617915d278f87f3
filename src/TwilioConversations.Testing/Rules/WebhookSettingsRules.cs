using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>The rules of the webhooks of an account or a service.</summary>
internal sealed class WebhookSettingsRules : ResourceRules
{
    public override JObject Initial(ResourceOwner owner) => new() { ["method"] = "POST", ["target"] = "webhook" };

    public override bool Shows(string property, string? serviceSid) => property != "target" || serviceSid is null;

    public override void Check(ResourceChange change)
    {
        ResourceChange.RefuseIf(
            change.FormValues("Filters").Any(name => name.Length > 0 && !EventNames.All.Contains(name)),
            50054, "Filters has a value that is not the name of an event");
        foreach (var name in new[] { "PreWebhookUrl", "PostWebhookUrl" })
        {
            var isRight = change.Form(name) is null or ""
                || (Uri.TryCreate(change.Form(name), UriKind.Absolute, out var address) && address.Scheme is "http" or "https");
            ResourceChange.RefuseIf(!isRight, ApiFault.InvalidCode, $"{name} must be an absolute HTTP address");
        }
    }
}
