using System.CommandLine;

namespace TwilioConversations.Cli;

/// <summary><c>user-conversations</c>: the verbs.</summary>
internal static class UserConversationsCommand
{
    private static readonly Argument<string> User = new("user") { Description = "The user's SID or identity." };

    private static readonly ItemShape<UserConversation> Shape = ItemShape<UserConversation>.Of(
        "conversation",
        "conversations",
        Document.UserConversationColumns,
        c => c.UniqueName ?? c.FriendlyName ?? "",
        c => c.ConversationSid,
        "conversation_state",
        "unread_messages_count",
        "notification_level");

    public static Command Create() => new ResourceCommand<UserConversation>("user-conversations", Shape, User) { Key = "SID or unique name" }
        .List(
            Document.ListUserConversationsOptionsFields,
            "conversations user-conversations list alice",
            (context, options, stop) => Conversations(context).ListAsync(options, stop))
        .Fetch("conversations user-conversations fetch alice support", (context, id, stop) => Conversations(context).FetchAsync(id, cancellationToken: stop))
        .Update(
            Document.UpdateUserConversationRequestFields,
            "conversations user-conversations update alice support --notification-level muted",
            (context, id, request, stop) => Conversations(context).UpdateAsync(id, request, cancellationToken: stop))
        .Delete(
            "conversations user-conversations delete alice support --yes",
            (context, id, stop) => Conversations(context).DeleteAsync(id, cancellationToken: stop))
        .Build(
            "Lists a user's conversations, changes read position and notifications, and removes the user from conversations.",
            "conversations user-conversations list alice");

    private static UserConversationsApi Conversations(CommandContext context) => context.Place.User(context.Arguments.GetValue(User)!).Conversations;
}
