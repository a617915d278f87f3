namespace TwilioConversations;

public sealed partial class ParticipantsClient
{
    // When there are too many requests, the bulk operation holds all of its workers back, not each worker itself.
    private ParticipantsClient WithoutOwnWaits => field ??= new(_transport.LeavingRateLimits());

    /// <summary>Adds many participants, several at once.</summary>
    /// <remarks>
    /// Twilio operations CreateConversationParticipant and CreateServiceConversationParticipant, one request for each input, sent while
    /// the outcomes are enumerated. When the service answers that there are too many requests, all wait as long as it asks. After a
    /// cancellation the remaining outcomes still come, and then the <see cref="OperationCanceledException"/>.
    /// </remarks>
    /// <param name="conversation">The conversation.</param>
    /// <param name="requests">What to add; read as needed, a little ahead of the outcomes.</param>
    /// <param name="options">How to go about it; null for the defaults.</param>
    /// <param name="progress">Told after each outcome.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    /// <returns>An outcome for each input, in the order of the inputs, as soon as it is known.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="requests"/> is null.</exception>
    public IAsyncEnumerable<BulkOutcome<CreateParticipantRequest>> AddManyAsync(
        ConversationKey conversation,
        IEnumerable<CreateParticipantRequest> requests,
        BulkOptions? options = null,
        IProgress<BulkProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new();
        var client = WithoutOwnWaits;
        var conversationSid = Sid.Matches(conversation.Conversation ?? "", "CH") ? conversation.Conversation : null;
        return Bulk.RunAsync<CreateParticipantRequest>(
            requests ?? throw new ArgumentNullException(nameof(requests)), AddAsync, options, progress, _transport.TimeProvider, cancellationToken);

        async Task<(BulkStatus, Participant?)> AddAsync(CreateParticipantRequest request, CancellationToken ct)
        {
            try
            {
                return (BulkStatus.Done, await client.AddAsync(conversation, request, options.WebhookEnabled, ct).ConfigureAwait(false));
            }
            catch (ConversationsException e) when (e.IsAlreadyExists)
            {
                return (BulkStatus.Unchanged, null);
            }
            // As in adding one, it may be done all the same.
            catch (ConversationsException e) when (IsNotFoundWithin(e))
            {
                if (await client.FindExistingAsync(conversation, request, ct).ConfigureAwait(false) is { } existing)
                {
                    return (BulkStatus.Done, existing);
                }

                throw;
            }
            catch (ConversationsException e) when (e.BlockingConversationSid is not null)
            {
                conversationSid ??= await client.FindSidAsync(conversation, ct).ConfigureAwait(false);
                if (e.BlockingConversationSid == conversationSid)
                {
                    return (BulkStatus.Unchanged, null);
                }

                throw;
            }
        }
    }

    /// <summary>Removes many participants, several at once.</summary>
    /// <remarks>
    /// Twilio operations DeleteConversationParticipant and DeleteServiceConversationParticipant, one request for each input and for an identity
    /// one more to look up its SID, sent while the outcomes are enumerated. Waiting and cancelling are as in
    /// <see cref="AddManyAsync"/>.
    /// </remarks>
    /// <param name="conversation">The conversation.</param>
    /// <param name="keys">Whom to remove; read as needed, a little ahead of the outcomes.</param>
    /// <param name="options">How to go about it; null for the defaults.</param>
    /// <param name="progress">Told after each outcome.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    /// <returns>An outcome for each input, in the order of the inputs, as soon as it is known.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="keys"/> is null.</exception>
    public IAsyncEnumerable<BulkOutcome<ParticipantKey>> RemoveManyAsync(
        ConversationKey conversation,
        IEnumerable<ParticipantKey> keys,
        BulkOptions? options = null,
        IProgress<BulkProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new();
        var client = WithoutOwnWaits;
        var isThere = false;
        return Bulk.RunAsync<ParticipantKey>(
            keys ?? throw new ArgumentNullException(nameof(keys)), RemoveAsync, options, progress, _transport.TimeProvider, cancellationToken);

        async Task<(BulkStatus, Participant?)> RemoveAsync(ParticipantKey key, CancellationToken ct)
        {
            try
            {
                await client.RemoveAsync(conversation, key, options.WebhookEnabled, ct).ConfigureAwait(false);
                return (BulkStatus.Done, null);
            }
            catch (ConversationsException e) when (IsNotFoundWithin(e))
            {
                // A conversation that is not there is a mistake to hear of, not a participant that is gone already; the error alone does not always tell.
                if (!isThere)
                {
                    await client.FindSidAsync(conversation, ct).ConfigureAwait(false);
                    isThere = true;
                }

                return (BulkStatus.Unchanged, null);
            }
        }
    }

    /// <summary>Whether an error may mean the participant alone, and not the conversation.</summary>
    private static bool IsNotFoundWithin(ConversationsException error) => error.IsNotFound && error.Code != ConversationsErrorCodes.ConversationNotFound;

    /// <summary>The SID of a conversation, as its participants know it; null where it has none.</summary>
    /// <exception cref="ConversationsException">There is no such conversation.</exception>
    private async Task<string?> FindSidAsync(ConversationKey conversation, CancellationToken cancellationToken)
    {
        await foreach (var participant in ListAsync(conversation, limit: 1, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            return participant.ConversationSid;
        }

        return null;
    }
}
