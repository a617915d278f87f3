namespace TwilioConversations;

public partial class ParticipantConversationsApi
{
    /// <summary>
    /// Removes a person from every conversation of the service, several at once: for requests of erasure, and for addresses that change hands.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Twilio operations ListParticipantConversation and ListServiceParticipantConversation, and DeleteServiceConversationParticipant for each
    /// conversation, sent while the results are enumerated; they can be enumerated once. Pages of the list may shift while participants are removed.
    /// The list is therefore read again when all removals have ended, until such a reading shows no further conversation; with a limit it is read
    /// once. Participants that are added again while this runs are not removed.
    /// </para>
    /// <para>
    /// <see cref="ListAsync"/> with the same options is the dry run: it lists what would be removed. Idempotent: after a failure or a
    /// cancellation run it again; it goes on with what is left.
    /// </para>
    /// <para>
    /// Not removed: what the person wrote, and its name as author; participants of the same person under another identity or address, and in
    /// other chat services: run it for each; the user itself, with its attributes: see <see cref="UsersApi.DeleteAsync"/>. The service
    /// may reject a removal from a closed conversation, which the result reports; delete such a conversation as a whole.
    /// </para>
    /// </remarks>
    /// <param name="person">The identity or the address, how the list is read, and settings of the requests of its pages.</param>
    /// <param name="options">Concurrency, and settings of each removal; null for the defaults.</param>
    /// <param name="progress">Called after each result.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>
    /// A result for each conversation, in the order of the list. <see cref="BulkStatus.AlreadyGone"/> is a success: the participant or its
    /// conversation was deleted in the meantime.
    /// </returns>
    /// <exception cref="ArgumentException">Not exactly one of identity and address is given, or another option breaks its rule. Nothing was sent.</exception>
    /// <example>
    /// <code>
    /// await foreach (var result in twilio.ParticipantConversations.DeleteParticipantsAsync(new() { Address = "+15558675310" }))
    /// {
    ///     if (result.Status == BulkStatus.Failed) { Keep(result.Input.ConversationSid, result.Error); }
    /// }
    /// </code>
    /// </example>
    public virtual IAsyncEnumerable<BulkResult<ParticipantConversation, Participant>> DeleteParticipantsAsync(
        ListParticipantConversationsOptions person,
        BulkOptions? options = null,
        IProgress<BulkProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        // The list keeps a copy of the options, and has rejected them if they are wrong.
        var list = ListAsync(person ?? throw new ArgumentNullException(nameof(person)), cancellationToken);
        options = RequestOptions.SnapshotOrDefault(options);
        // By place rather than by participant, so that one who is added again and again does not keep this going for ever.
        var places = new ChangingList<ParticipantConversation, (string, string?)>(
            list, place => (place.ConversationSid, place.ParticipantMessagingBinding?.ProxyAddress), isReadAgain: person.Limit is null);
        return new BulkRunner<ParticipantConversation, Participant>(_sender, places, null, DeleteAsync, options, progress, cancellationToken);

        async Task<(BulkStatus, Participant?)> DeleteAsync(ParticipantConversation place, RequestOptions within, CancellationToken ct)
        {
            try
            {
                var participants = ConversationScope.Of(_sender, place.ChatServiceSid, place.ConversationSid).Participants;
                await participants.DeleteAsync(ParticipantKey.FromSid(place.ParticipantSid), within, ct).ConfigureAwait(false);
                return (BulkStatus.Done, null);
            }
            catch (ConversationsResponseException e) when (e.IsNotFound)
            {
                return (BulkStatus.AlreadyGone, null);
            }
            finally
            {
                places.EndChange();
            }
        }
    }
}
