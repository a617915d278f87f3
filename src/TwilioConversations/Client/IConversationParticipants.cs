namespace TwilioConversations;

/// <summary>The participants of one conversation, whichever service it is in; implement or mock it in tests.</summary>
/// <remarks>Each member does what the member of <see cref="ParticipantsClient"/> of its name does, for this conversation.</remarks>
public interface IConversationParticipants
{
    /// <inheritdoc cref="ParticipantsClient.ListAsync"/>
    PagedAsyncEnumerable<Participant> ListAsync(int? limit = null, int pageSize = Pager.DefaultSize, bool readAhead = true, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ParticipantsClient.FetchAsync"/>
    Task<Participant> FetchAsync(ParticipantKey key, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ParticipantsClient.FindAsync"/>
    Task<Participant?> FindAsync(ParticipantKey key, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ParticipantsClient.ExistsAsync"/>
    Task<bool> ExistsAsync(ParticipantKey key, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ParticipantsClient.FindByAddressAsync"/>
    Task<Participant?> FindByAddressAsync(string address, string? proxyAddress = null, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ParticipantsClient.AddAsync"/>
    Task<Participant> AddAsync(CreateParticipantRequest request, WebhookEnabled? webhookEnabled = null, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ParticipantsClient.GetOrAddAsync(ConversationKey, CreateParticipantRequest, WebhookEnabled?, CancellationToken)"/>
    Task<Participant> GetOrAddAsync(CreateParticipantRequest request, WebhookEnabled? webhookEnabled = null, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ParticipantsClient.GetOrAddAsync(ConversationKey, string, CancellationToken)"/>
    Task<Participant> GetOrAddAsync(string identity, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ParticipantsClient.UpdateAsync"/>
    Task<Participant> UpdateAsync(ParticipantKey key, UpdateParticipantRequest request, WebhookEnabled? webhookEnabled = null, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ParticipantsClient.RemoveAsync"/>
    Task RemoveAsync(ParticipantKey key, WebhookEnabled? webhookEnabled = null, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ParticipantsClient.AddManyAsync(ConversationKey, IEnumerable{CreateParticipantRequest}, BulkOptions?, IProgress{BulkProgress}?, CancellationToken)"/>
    IAsyncEnumerable<BulkResult<CreateParticipantRequest, Participant>> AddManyAsync(
        IEnumerable<CreateParticipantRequest> requests, BulkOptions? options = null, IProgress<BulkProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ParticipantsClient.AddManyAsync(ConversationKey, IAsyncEnumerable{CreateParticipantRequest}, BulkOptions?, IProgress{BulkProgress}?, CancellationToken)"/>
    IAsyncEnumerable<BulkResult<CreateParticipantRequest, Participant>> AddManyAsync(
        IAsyncEnumerable<CreateParticipantRequest> requests, BulkOptions? options = null, IProgress<BulkProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ParticipantsClient.RemoveManyAsync(ConversationKey, IEnumerable{ParticipantKey}, BulkOptions?, IProgress{BulkProgress}?, CancellationToken)"/>
    IAsyncEnumerable<BulkResult<ParticipantKey, Participant>> RemoveManyAsync(
        IEnumerable<ParticipantKey> keys, BulkOptions? options = null, IProgress<BulkProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ParticipantsClient.RemoveManyAsync(ConversationKey, IAsyncEnumerable{ParticipantKey}, BulkOptions?, IProgress{BulkProgress}?, CancellationToken)"/>
    IAsyncEnumerable<BulkResult<ParticipantKey, Participant>> RemoveManyAsync(
        IAsyncEnumerable<ParticipantKey> keys, BulkOptions? options = null, IProgress<BulkProgress>? progress = null, CancellationToken cancellationToken = default);
}
