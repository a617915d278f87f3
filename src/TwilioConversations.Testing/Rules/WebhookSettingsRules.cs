namespace TwilioConversations.Testing;

/// <summary>The rules of the webhooks of an account or a service.</summary>
internal sealed class WebhookSettingsRules : ResourceRules
{
    public override void Check(ResourceChange change)
    {
        foreach (var name in new[] { "PreWebhookUrl", "PostWebhookUrl" })
        {
            var isRight = change.Form(name) is null or "" || (Uri.TryCreate(change.Form(name), UriKind.Absolute, out var address) && address.Scheme is "http" or "https");
            ResourceChange.RefuseIf(!isRight, ApiFault.InvalidCode, $"{name} must be an absolute HTTP address");
        }
    }
}
