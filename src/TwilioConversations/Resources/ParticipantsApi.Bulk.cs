namespace TwilioConversations;

public partial class ParticipantsApi
{
    /// <summary>Creates many participants, several at once.</summary>
    /// <remarks>
    /// Twilio operations CreateConversationParticipant and CreateServiceConversationParticipant, one for each input, sent while the results
    /// are enumerated; they can be enumerated once. When the service responds that there are too many requests, all inputs wait as long as
    /// it asks, but at most five minutes; that wait does not count toward <see cref="ConversationsClientOptions.TotalTimeout"/>, which
    /// limits each input. After a cancellation the remaining results still come, and then the <see cref="OperationCanceledException"/>. If the
    /// results are left early, pending requests are canceled, and the inputs that were read ahead have no result.
    /// </remarks>
    /// <param name="requests">
    /// The participants to create, read lazily, ahead of the results by up to four times <see cref="BulkOptions.Concurrency"/>. Leave a request
    /// unchanged until its result has come.
    /// </param>
    /// <param name="options">Concurrency, and settings of each request; null for the defaults.</param>
    /// <param name="progress">Called after each result. Its exceptions are logged and ignored.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>A result for each input, in the order of the inputs, as soon as it is known.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="requests"/> is null.</exception>
    public virtual IAsyncEnumerable<BulkResult<CreateParticipantRequest, Participant>> CreateManyAsync(
        IEnumerable<CreateParticipantRequest> requests,
        BulkOptions? options = null,
        IProgress<BulkProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        CreateManyAsync(BulkInputs.From(requests, nameof(requests)), BulkInputs.CountOf(requests), options, progress, cancellationToken);

    /// <inheritdoc cref="CreateManyAsync(IEnumerable{CreateParticipantRequest}, BulkOptions?, IProgress{BulkProgress}?, CancellationToken)"/>
    public virtual IAsyncEnumerable<BulkResult<CreateParticipantRequest, Participant>> CreateManyAsync(
        IAsyncEnumerable<CreateParticipantRequest> requests,
        BulkOptions? options = null,
        IProgress<BulkProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        CreateManyAsync(requests ?? throw new ArgumentNullException(nameof(requests)), null, options, progress, cancellationToken);

    /// <summary>Deletes many participants, several at once.</summary>
    /// <remarks>
    /// Twilio operations DeleteConversationParticipant and DeleteServiceConversationParticipant, one for each input, and for an identity one
    /// more to look up its SID. They are sent, and wait, like those of <c>CreateManyAsync</c>.
    /// </remarks>
    /// <param name="keys">The participants to delete, read lazily, ahead of the results by up to four times <see cref="BulkOptions.Concurrency"/>.</param>
    /// <param name="options">Concurrency, and settings of each request; null for the defaults.</param>
    /// <param name="progress">Called after each result. Its exceptions are logged and ignored.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>A result for each input, in the order of the inputs, as soon as it is known.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="keys"/> is null.</exception>
    public virtual IAsyncEnumerable<BulkResult<ParticipantKey, Participant>> DeleteManyAsync(
        IEnumerable<ParticipantKey> keys,
        BulkOptions? options = null,
        IProgress<BulkProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        DeleteManyAsync(BulkInputs.From(keys, nameof(keys)), BulkInputs.CountOf(keys), options, progress, cancellationToken);

    /// <inheritdoc cref="DeleteManyAsync(IEnumerable{ParticipantKey}, BulkOptions?, IProgress{BulkProgress}?, CancellationToken)"/>
    public virtual IAsyncEnumerable<BulkResult<ParticipantKey, Participant>> DeleteManyAsync(
        IAsyncEnumerable<ParticipantKey> keys,
        BulkOptions? options = null,
        IProgress<BulkProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        DeleteManyAsync(keys ?? throw new ArgumentNullException(nameof(keys)), null, options, progress, cancellationToken);

    private BulkRunner<CreateParticipantRequest, Participant> CreateManyAsync(
        IAsyncEnumerable<CreateParticipantRequest> requests,
        int? total,
        BulkOptions? options,
        IProgress<BulkProgress>? progress,
        CancellationToken cancellationToken)
    {
        options = RequestOptions.SnapshotOrDefault(options);
        var conversationSid = _path.Id is { } id && Sid.Matches(id, "CH") ? id : null;
        return new(_sender, requests, total, CreateOneAsync, options, progress, cancellationToken);

        async Task<(BulkStatus, Participant?)> CreateOneAsync(CreateParticipantRequest request, RequestOptions within, CancellationToken ct)
        {
            var budget = within.Budget!;
            try
            {
                return (BulkStatus.Done, await CreateAsync(request, within, ct).ConfigureAwait(false));
            }
            catch (ConversationsResponseException e)
                when (e.IsDuplicate || e.IsConcurrentChange || e.BlockingConversationSid is not null || IsNotFoundWithin(e))
            {
                if (e.BlockingConversationSid is { } blocking
                    && blocking != (conversationSid ??= await FindConversationSidAsync(within, ct).ConfigureAwait(false)))
                {
                    throw;
                }

                var mayBeOurs = e.IsNotFound || budget.MayHaveBeenDone;
                if (!mayBeOurs && !e.IsConcurrentChange)
                {
                    return (BulkStatus.AlreadyExists, null);
                }

                // An earlier attempt may have created it; and after a delete the service sometimes responds 404 to a create that succeeded.
                budget.MayHaveBeenDone = mayBeOurs;
                if (Lookup(request) is { } find && await find(within, ct).ConfigureAwait(false) is { } existing)
                {
                    return mayBeOurs ? (BulkStatus.Done, existing) : (BulkStatus.AlreadyExists, null);
                }

                budget.MayHaveBeenDone = false;
                throw;
            }
        }
    }

    private BulkRunner<ParticipantKey, Participant> DeleteManyAsync(
        IAsyncEnumerable<ParticipantKey> keys, int? total, BulkOptions? options, IProgress<BulkProgress>? progress, CancellationToken cancellationToken)
    {
        options = RequestOptions.SnapshotOrDefault(options);
        var conversationExists = false;
        return new(_sender, keys, total, DeleteOneAsync, options, progress, cancellationToken);

        async Task<(BulkStatus, Participant?)> DeleteOneAsync(ParticipantKey key, RequestOptions within, CancellationToken ct)
        {
            try
            {
                await DeleteAsync(key, within, ct).ConfigureAwait(false);
                return (BulkStatus.Done, null);
            }
            catch (ConversationsResponseException e) when (IsNotFoundWithin(e))
            {
                // Without a conversation, the delete is a mistake to report, and the participant is not merely gone. The error alone does not always tell.
                if (!conversationExists)
                {
                    await FindConversationSidAsync(within, ct).ConfigureAwait(false);
                    conversationExists = true;
                }

                return (BulkStatus.AlreadyGone, null);
            }
        }
    }

    /// <summary>True if an error may mean that only the participant is missing, and not the conversation.</summary>
    private static bool IsNotFoundWithin(ConversationsResponseException error) =>
        error.IsNotFound && error.Code != ConversationsErrorCodes.ConversationNotFound;

    /// <summary>The conversation's SID, as one of its participants has it; null if it has no participants.</summary>
    /// <exception cref="ConversationsResponseException">There is no such conversation.</exception>
    private async Task<string?> FindConversationSidAsync(RequestOptions options, CancellationToken cancellationToken)
    {
        var list = ListAsync(RequestOptions.With(new ListParticipantsOptions { Limit = 1 }, options), cancellationToken);
        await foreach (var participant in list.ConfigureAwait(false))
        {
            return participant.ConversationSid;
        }

        return null;
    }
}
