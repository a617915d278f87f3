namespace TwilioConversations;

public partial class ConversationsApi
{
    // As public programs wait for a group MMS.
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(4);

    /// <summary>Waits until a conversation is no longer initializing, as a group MMS is after its creation together with its participants.</summary>
    /// <remarks>
    /// Twilio operations FetchConversation and FetchServiceConversation, after half a second, one second, two seconds, and then every four seconds.
    /// <see cref="RequestOptions.Timeout"/> limits the whole wait.
    /// </remarks>
    /// <param name="key">The conversation.</param>
    /// <param name="options">Settings of the wait and of each request; null for the client's defaults.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The conversation: active, inactive or closed.</returns>
    /// <exception cref="ConversationsTimeoutException">
    /// The conversation was still initializing at the end of the time limit, or a request took too long.
    /// </exception>
    /// <inheritdoc cref="FetchAsync" path="/exception[not(contains(@cref, 'ConversationsTimeoutException'))]"/>
    public virtual async Task<Conversation> WaitUntilActiveAsync(
        ConversationKey key, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        var within = _sender.WithinOneBudget(options);
        for (var pause = FirstPause; ; pause = pause < LongestPause ? pause + pause : pause)
        {
            var conversation = await FetchAsync(key, within, cancellationToken).ConfigureAwait(false);
            if (conversation.State != ConversationState.Initializing)
            {
                return conversation;
            }

            await _sender.WaitForChangeAsync(
                "FetchConversation", "the end of its initialization", pause, within.Budget!, cancellationToken).ConfigureAwait(false);
        }
    }
}
