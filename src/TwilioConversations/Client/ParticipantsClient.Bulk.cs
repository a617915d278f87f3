namespace TwilioConversations;

public sealed partial class ParticipantsClient
{
    /// <summary>Adds many participants, several at once.</summary>
    /// <remarks>
    /// Twilio operations CreateConversationParticipant and CreateServiceConversationParticipant, one for each input, sent while the results
    /// are enumerated; they can be enumerated once. When the service answers that there are too many requests, all inputs wait as long as
    /// it asks, but at most five minutes; that wait does not count towards <see cref="ConversationsClientOptions.TotalTimeout"/>, which
    /// limits each input. After a cancellation the remaining results still come, and then the <see cref="OperationCanceledException"/>.
    /// </remarks>
    /// <param name="conversation">The conversation.</param>
    /// <param name="requests">What to add; read as needed, a little ahead of the results. Leave a request as it is until its result has come.</param>
    /// <param name="options">Concurrency and retries; null for the defaults.</param>
    /// <param name="progress">Told after each result.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    /// <returns>A result for each input, in the order of the inputs, as soon as it is known.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="requests"/> is null.</exception>
    public IAsyncEnumerable<BulkResult<CreateParticipantRequest, Participant>> AddManyAsync(
        ConversationKey conversation,
        IEnumerable<CreateParticipantRequest> requests,
        BulkOptions? options = null,
        IProgress<BulkProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        AddManyAsync(conversation, BulkInputs.From(requests, nameof(requests)), BulkInputs.CountOf(requests), options, progress, cancellationToken);

    /// <inheritdoc cref="AddManyAsync(ConversationKey, IEnumerable{CreateParticipantRequest}, BulkOptions?, IProgress{BulkProgress}?, CancellationToken)"/>
    public IAsyncEnumerable<BulkResult<CreateParticipantRequest, Participant>> AddManyAsync(
        ConversationKey conversation,
        IAsyncEnumerable<CreateParticipantRequest> requests,
        BulkOptions? options = null,
        IProgress<BulkProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        AddManyAsync(conversation, requests ?? throw new ArgumentNullException(nameof(requests)), null, options, progress, cancellationToken);

    /// <summary>Removes many participants, several at once.</summary>
    /// <remarks>
    /// Twilio operations DeleteConversationParticipant and DeleteServiceConversationParticipant, one for each input, and for an identity one
    /// more to look up its SID. They are sent, and wait, as those of <c>AddManyAsync</c>.
    /// </remarks>
    /// <param name="conversation">The conversation.</param>
    /// <param name="keys">Whom to remove; read as needed, a little ahead of the results.</param>
    /// <param name="options">Concurrency and retries; null for the defaults.</param>
    /// <param name="progress">Told after each result.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    /// <returns>A result for each input, in the order of the inputs, as soon as it is known.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="keys"/> is null.</exception>
    public IAsyncEnumerable<BulkResult<ParticipantKey, Participant>> RemoveManyAsync(
        ConversationKey conversation,
        IEnumerable<ParticipantKey> keys,
        BulkOptions? options = null,
        IProgress<BulkProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        RemoveManyAsync(conversation, BulkInputs.From(keys, nameof(keys)), BulkInputs.CountOf(keys), options, progress, cancellationToken);

    /// <inheritdoc cref="RemoveManyAsync(ConversationKey, IEnumerable{ParticipantKey}, BulkOptions?, IProgress{BulkProgress}?, CancellationToken)"/>
    public IAsyncEnumerable<BulkResult<ParticipantKey, Participant>> RemoveManyAsync(
        ConversationKey conversation,
        IAsyncEnumerable<ParticipantKey> keys,
        BulkOptions? options = null,
        IProgress<BulkProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        RemoveManyAsync(conversation, keys ?? throw new ArgumentNullException(nameof(keys)), null, options, progress, cancellationToken);

    private BulkRunner<CreateParticipantRequest, Participant> AddManyAsync(
        ConversationKey conversation, IAsyncEnumerable<CreateParticipantRequest> requests, int? total, BulkOptions? options, IProgress<BulkProgress>? progress, CancellationToken cancellationToken)
    {
        options ??= new();
        var conversationSid = Sid.Matches(conversation.Conversation ?? "", "CH") ? conversation.Conversation : null;
        return new(_transport, requests, total, AddAsync, options, progress, cancellationToken);

        async Task<(BulkStatus, Participant?)> AddAsync(CreateParticipantRequest request, CallContext context, CancellationToken ct)
        {
            var client = new ParticipantsClient(_transport.For(context));
            try
            {
                return (BulkStatus.Done, await client.AddAsync(conversation, request, options.WebhookEnabled, ct).ConfigureAwait(false));
            }
            catch (ConversationsException e) when (e.IsAlreadyExists || e.BlockingConversationSid is not null || IsNotFoundWithin(e))
            {
                if (e.BlockingConversationSid is { } blocking && blocking != (conversationSid ??= await client.FindSidAsync(conversation, ct).ConfigureAwait(false)))
                {
                    throw;
                }

                if (!e.IsNotFound && !context.MayHaveBeenDone)
                {
                    return (BulkStatus.AlreadyExists, null);
                }

                // An earlier attempt may have added it; and after a removal the service is known to answer 404 to an add that was done.
                context.MayHaveBeenDone = true;
                if (await client.FindExistingAsync(conversation, request, ct).ConfigureAwait(false) is { } existing)
                {
                    return (BulkStatus.Done, existing);
                }

                context.MayHaveBeenDone = false;
                throw;
            }
        }
    }

    private BulkRunner<ParticipantKey, Participant> RemoveManyAsync(
        ConversationKey conversation, IAsyncEnumerable<ParticipantKey> keys, int? total, BulkOptions? options, IProgress<BulkProgress>? progress, CancellationToken cancellationToken)
    {
        options ??= new();
        var isThere = false;
        return new(_transport, keys, total, RemoveAsync, options, progress, cancellationToken);

        async Task<(BulkStatus, Participant?)> RemoveAsync(ParticipantKey key, CallContext context, CancellationToken ct)
        {
            var client = new ParticipantsClient(_transport.For(context));
            try
            {
                await client.RemoveAsync(conversation, key, options.WebhookEnabled, ct).ConfigureAwait(false);
                return (BulkStatus.Done, null);
            }
            catch (ConversationsException e) when (IsNotFoundWithin(e))
            {
                // A conversation that is not there is a mistake to report, not a participant that is gone already; the error alone does not always tell.
                if (!isThere)
                {
                    await client.FindSidAsync(conversation, ct).ConfigureAwait(false);
                    isThere = true;
                }

                return (BulkStatus.AlreadyGone, null);
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
