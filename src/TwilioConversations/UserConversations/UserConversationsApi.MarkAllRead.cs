using System.Runtime.CompilerServices;

namespace TwilioConversations;

public partial class UserConversationsApi
{
    /// <summary>Marks every message of all the user's conversations as read, several conversations at once.</summary>
    /// <remarks>
    /// Twilio operations ListUserConversation and ListServiceUserConversation; and for each conversation in which anything may be unread,
    /// ListServiceConversationMessage for its newest message, and UpdateUserConversation or UpdateServiceUserConversation. A message that
    /// arrives after that stays unread. They are sent, and wait, like those of <see cref="ParticipantsApi"/>'s <c>CreateManyAsync</c>; the
    /// results can be enumerated once. Idempotent: run it again for what failed.
    /// </remarks>
    /// <param name="options">Concurrency and retries; null for the defaults. The service calls no webhook for this in any case.</param>
    /// <param name="progress">Called after each result.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>
    /// A result for each conversation that was not known to be read, in the order of the list: with <see cref="BulkStatus.Done"/>, the
    /// conversation as it is now; with <see cref="BulkStatus.AlreadyGone"/>, the user has left it meanwhile.
    /// </returns>
    /// <example>
    /// <code>
    /// await foreach (var result in twilio.User("alice").Conversations.MarkAllReadAsync()) { … }
    /// </code>
    /// </example>
    public virtual IAsyncEnumerable<BulkResult<UserConversation, UserConversation>> MarkAllReadAsync(
        BulkOptions? options = null, IProgress<BulkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        return new BulkRunner<UserConversation, UserConversation>(_transport, ListUnreadAsync(cancellationToken), null, MarkReadAsync, options ?? new(), progress, cancellationToken);

        async Task<(BulkStatus, UserConversation?)> MarkReadAsync(UserConversation conversation, CallContext context, CancellationToken ct)
        {
            var transport = _transport.For(context);
            try
            {
                var messages = ConversationClient.Of(transport, conversation.ChatServiceSid, conversation.ConversationSid).Messages;
                await foreach (var newest in messages.ListAsync(new() { Order = MessageOrder.Desc, Limit = 1 }, ct).ConfigureAwait(false))
                {
                    var request = new UpdateUserConversationRequest { LastReadMessageIndex = newest.Index };
                    return (BulkStatus.Done, await new UserConversationsApi(transport, _path).UpdateAsync(conversation.ConversationSid, request, ct).ConfigureAwait(false));
                }

                return (BulkStatus.Done, conversation);
            }
            catch (ConversationsException e) when (e.IsNotFound)
            {
                return (BulkStatus.AlreadyGone, null);
            }
        }
    }

    private async IAsyncEnumerable<UserConversation> ListUnreadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var conversation in ListAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            // Null before the first message that the user reads.
            if (conversation.UnreadMessagesCount != 0)
            {
                yield return conversation;
            }
        }
    }
}
