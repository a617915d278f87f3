using System.CommandLine;

namespace TwilioConversations.Cli;

/// <summary><c>conversations</c>: the verbs.</summary>
internal static class ConversationsCommand
{
    private static readonly ItemShape<Conversation> Shape = ItemShape<Conversation>.Of(
        "conversation", "conversations", Document.ConversationColumns, c => c.UniqueName ?? c.FriendlyName ?? "", c => c.Sid, "state", "date_updated");

    public static Command Create() => new ResourceCommand<Conversation>("conversations", Shape) { CallsWebhooks = true, Key = "SID or unique name" }
        .List(
            Document.ListConversationsOptionsFields,
            "conversations conversations list --state active --limit 20",
            (context, options, stop) => context.Place.Conversations.ListAsync(options, stop))
        .Fetch("conversations conversations fetch support -o json", (context, id, stop) => context.Place.Conversations.FetchAsync(id, cancellationToken: stop))
        .Create(
            "create",
            "Creates a conversation.",
            Document.CreateConversationRequestFields,
            "conversations conversations create --unique-name support --friendly-name 'Front desk'",
            (context, request, stop) => context.Place.Conversations.CreateAsync(request, cancellationToken: stop))
        .Create(
            "create-with-participants",
            "Creates a conversation with up to ten participants.",
            Document.CreateConversationWithParticipantsRequestFields,
            "conversations conversations create-with-participants --unique-name tour --participant '{\"identity\":\"alice\"}'",
            (context, request, stop) => context.Place.Conversations.CreateWithParticipantsAsync(request, cancellationToken: stop))
        .Update(
            Document.UpdateConversationRequestFields,
            "conversations conversations update support --state inactive",
            (context, id, request, stop) => context.Place.Conversations.UpdateAsync(id, request, cancellationToken: stop))
        .Act(
            "close",
            "Closes a conversation. A closed conversation accepts no messages and cannot be reopened.",
            "conversations conversations close support",
            (context, id, stop) => context.Place.Conversations.UpdateAsync(id, new() { State = ConversationState.Closed }, cancellationToken: stop))
        .Delete(
            "conversations conversations delete support --yes",
            (context, id, stop) => context.Place.Conversations.DeleteAsync(id, cancellationToken: stop))
        .Build("Lists and changes conversations.", "conversations conversations list --state active");
}
