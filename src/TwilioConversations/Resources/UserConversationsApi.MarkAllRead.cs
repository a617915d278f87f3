using System.Runtime.CompilerServices;

namespace TwilioConversations;

public partial class UserConversationsApi
{
    /// <summary>Marks every message of all the user's conversations as read, several conversations at once.</summary>
    /// <remarks>
    /// Twilio operations ListUserConversation and ListServiceUserConversation; and for each conversation in which anything may be unread,
    /// ListServiceConversationMessage for its newest message, FetchUserConversation or FetchServiceUserConversation, and, unless the user has
    /// read that message in the meantime, UpdateUserConversation or UpdateServiceUserConversation. A message that arrives after that stays unread. The
    /// service has no update on a condition: only what the user reads between the last two requests can become unread again. The list is read
    /// again when all conversations are done, until such a reading shows no further one. The requests are sent, and wait, like those of
    /// <see cref="ParticipantsApi"/>'s <c>CreateManyAsync</c>; the results can be enumerated once. Idempotent: run it again for what failed.
    /// </remarks>
    /// <param name="options">Concurrency, and settings of each request; null for the defaults. The service calls no webhook for this in any case.</param>
    /// <param name="progress">Called after each result.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>
    /// A result for each conversation that was not known to be read, in the order of the list: with <see cref="BulkStatus.Done"/>, the
    /// conversation as it is now; with <see cref="BulkStatus.AlreadyGone"/>, the user has left it.
    /// </returns>
    /// <example>
    /// <code>
    /// await foreach (var result in twilio.User("alice").Conversations.MarkAllReadAsync()) { … }
    /// </code>
    /// </example>
    public virtual IAsyncEnumerable<BulkResult<UserConversation, UserConversation>> MarkAllReadAsync(
        BulkOptions? options = null, IProgress<BulkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        options = RequestOptions.SnapshotOrDefault(options);
        var unread = new ChangingList<UserConversation, string>(
            ListUnreadAsync(ListAsync(RequestOptions.With(new ListUserConversationsOptions(), options), cancellationToken), CancellationToken.None),
            conversation => conversation.ConversationSid, isReadAgain: true);
        return new BulkRunner<UserConversation, UserConversation>(_sender, unread, null, MarkReadAsync, options, progress, cancellationToken);

        async Task<(BulkStatus, UserConversation?)> MarkReadAsync(UserConversation conversation, RequestOptions within, CancellationToken ct)
        {
            try
            {
                var messages = ConversationScope.Of(_sender, conversation.ChatServiceSid, conversation.ConversationSid).Messages;
                var list = messages.ListAsync(RequestOptions.With(new ListMessagesOptions { Order = MessageOrder.Desc, Limit = 1 }, within), ct);
                await foreach (var newest in list.ConfigureAwait(false))
                {
                    // The user may have read on since the list was read, and the marker must not go back.
                    var now = await FetchAsync(conversation.ConversationSid, within, ct).ConfigureAwait(false);
                    var request = new UpdateUserConversationRequest { LastReadMessageIndex = newest.Index };
                    return (BulkStatus.Done, now.LastReadMessageIndex >= newest.Index
                        ? now
                        : await UpdateAsync(conversation.ConversationSid, request, within, ct).ConfigureAwait(false));
                }

                return (BulkStatus.Done, conversation);
            }
            catch (ConversationsResponseException e) when (e.IsNotFound)
            {
                return (BulkStatus.AlreadyGone, null);
            }
            finally
            {
                unread.EndChange();
            }
        }
    }

    private static async IAsyncEnumerable<UserConversation> ListUnreadAsync(
        IAsyncEnumerable<UserConversation> list, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var conversation in list.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            // Null before the first message that the user reads.
            if (conversation.UnreadMessagesCount != 0)
            {
                yield return conversation;
            }
        }
    }
}
