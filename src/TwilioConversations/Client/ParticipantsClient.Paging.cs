namespace TwilioConversations;

public sealed partial class ParticipantsClient
{
    /// <summary>Lists the participants of a conversation: every page, each participant once, in the service's order.</summary>
    /// <remarks>
    /// Twilio operations ListConversationParticipant and ListServiceConversationParticipant, one request a page, the first on the first
    /// move. The next page is asked for by the token that the answer gives, always at the configured address. Enumerating throws what
    /// <see cref="IParticipantsClient.ListConversationParticipantAsync"/> throws, and <see cref="InvalidDataException"/> where the pages
    /// lead nowhere or in a circle.
    /// </remarks>
    /// <param name="conversation">The conversation.</param>
    /// <param name="limit">How many participants to give at most, from 0; null for all. A page that is not needed is not asked for.</param>
    /// <param name="pageSize">How many participants a page holds at most, from 1 to 1000.</param>
    /// <param name="readAhead">Whether the next page is asked for while the participants of this one are used. One that is then not wanted is cancelled.</param>
    /// <param name="cancellationToken">Ends every enumeration of the list.</param>
    /// <returns>The list; <see cref="PagedAsyncEnumerable{T}.AsPages"/> gives it page by page, and from a saved token on.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> or <paramref name="pageSize"/> is out of its range.</exception>
    public PagedAsyncEnumerable<Participant> ListAsync(
        ConversationKey conversation, int? limit = null, int pageSize = Pager.DefaultSize, bool readAhead = true, CancellationToken cancellationToken = default) =>
        Pager.Of<ParticipantPage, Participant>(
            (size, token, ct) => conversation.Service is { } service
                ? ListServiceConversationParticipantAsync(service, conversation.Conversation, size, null, token, ct)
                : ListConversationParticipantAsync(conversation.Conversation, size, null, token, ct),
            limit,
            pageSize,
            readAhead,
            cancellationToken);
}
