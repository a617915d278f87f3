using System.CommandLine;

namespace TwilioConversations.Cli;

/// <summary><c>webhooks</c>: the verbs.</summary>
internal static class WebhooksCommand
{
    private static readonly ItemShape<ConversationWebhook> Shape = ItemShape<ConversationWebhook>.Of(
        "webhook",
        "webhooks",
        Document.ConversationWebhookColumns,
        w => w.Configuration?.Url ?? w.Configuration?.FlowSid ?? "",
        w => w.Sid,
        "target",
        "date_updated");

    public static Command Create() => new ResourceCommand<ConversationWebhook>("webhooks", Shape, CommandContext.Conversation)
        .List(
            Document.ListConversationWebhooksOptionsFields,
            "conversations webhooks list CH…",
            (context, options, stop) => context.Place.Conversation.Webhooks.ListAsync(options, stop))
        .Fetch(
            "conversations webhooks fetch CH… WHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            (context, id, stop) => context.Place.Conversation.Webhooks.FetchAsync(id, cancellationToken: stop))
        .Create(
            "create",
            "Creates a webhook of a conversation.",
            Document.CreateConversationWebhookRequestFields,
            "conversations webhooks create CH… --target webhook --configuration-url https://example.com/hook --configuration-filters onMessageAdded",
            (context, request, stop) => context.Place.Conversation.Webhooks.CreateAsync(request, cancellationToken: stop))
        .Update(
            Document.UpdateConversationWebhookRequestFields,
            "conversations webhooks update CH… WHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa --configuration-method get",
            (context, id, request, stop) => context.Place.Conversation.Webhooks.UpdateAsync(id, request, cancellationToken: stop))
        .Delete(
            "conversations webhooks delete CH… WHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa --yes",
            (context, id, stop) => context.Place.Conversation.Webhooks.DeleteAsync(id, cancellationToken: stop))
        .Build("Lists and changes the webhooks of a conversation.", "conversations webhooks list CH…");
}
