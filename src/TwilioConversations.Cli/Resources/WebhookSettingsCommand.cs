using System.CommandLine;

namespace TwilioConversations.Cli;

/// <summary><c>webhook-settings</c>: the verbs.</summary>
internal static class WebhookSettingsCommand
{
    private static readonly ItemShape<WebhookSettings> Shape = ItemShape<WebhookSettings>.Of(
        "webhook settings", Document.WebhookSettingsColumns);

    public static Command Create() => new ResourceCommand<WebhookSettings>("webhook-settings", Shape)
        .Fetch("conversations webhook-settings fetch -o json", (context, stop) => context.Place.WebhookSettings.FetchAsync(cancellationToken: stop))
        .Update(
            Document.UpdateWebhookSettingsRequestFields,
            "conversations webhook-settings update --post-webhook-url https://example.com/after --filters onMessageAdded",
            (context, request, stop) => context.Place.WebhookSettings.UpdateAsync(request, cancellationToken: stop))
        .Build(
            "Shows and changes the webhooks that Twilio calls for all conversations of the account or, with --service, of one service.",
            "conversations webhook-settings fetch");
}
