namespace TwilioConversations;

/// <summary>The participants of one conversation, whichever service it is in.</summary>
/// <example>
/// <code>
/// var participants = twilio.Conversation("CH…").Participants;
/// await foreach (var participant in participants.ListAsync()) { … }
/// var alice = await participants.GetOrAddAsync("alice");
/// </code>
/// </example>
public sealed class ConversationParticipants : IConversationParticipants
{
    private readonly ParticipantsClient _client;
    private readonly ConversationKey _conversation;

    internal ConversationParticipants(ParticipantsClient client, ConversationKey conversation)
    {
        _client = client;
        _conversation = conversation;
    }

    /// <inheritdoc/>
    public PagedAsyncEnumerable<Participant> ListAsync(int? limit = null, int pageSize = Pager.DefaultSize, bool readAhead = true, CancellationToken cancellationToken = default) =>
        _client.ListAsync(_conversation, limit, pageSize, readAhead, cancellationToken);

    /// <inheritdoc/>
    public Task<Participant> FetchAsync(ParticipantKey key, CancellationToken cancellationToken = default) =>
        _client.FetchAsync(_conversation, key, cancellationToken);

    /// <inheritdoc/>
    public Task<Participant?> FindAsync(ParticipantKey key, CancellationToken cancellationToken = default) =>
        _client.FindAsync(_conversation, key, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> ExistsAsync(ParticipantKey key, CancellationToken cancellationToken = default) =>
        _client.ExistsAsync(_conversation, key, cancellationToken);

    /// <inheritdoc/>
    public Task<Participant?> FindByAddressAsync(string address, string? proxyAddress = null, CancellationToken cancellationToken = default) =>
        _client.FindByAddressAsync(_conversation, address, proxyAddress, cancellationToken);

    /// <inheritdoc/>
    public Task<Participant> AddAsync(CreateParticipantRequest request, WebhookEnabled? webhookEnabled = null, CancellationToken cancellationToken = default) =>
        _client.AddAsync(_conversation, request, webhookEnabled, cancellationToken);

    /// <inheritdoc/>
    public Task<Participant> GetOrAddAsync(CreateParticipantRequest request, WebhookEnabled? webhookEnabled = null, CancellationToken cancellationToken = default) =>
        _client.GetOrAddAsync(_conversation, request, webhookEnabled, cancellationToken);

    /// <inheritdoc/>
    public Task<Participant> GetOrAddAsync(string identity, CancellationToken cancellationToken = default) =>
        _client.GetOrAddAsync(_conversation, identity, cancellationToken);

    /// <inheritdoc/>
    public Task<Participant> UpdateAsync(ParticipantKey key, UpdateParticipantRequest request, WebhookEnabled? webhookEnabled = null, CancellationToken cancellationToken = default) =>
        _client.UpdateAsync(_conversation, key, request, webhookEnabled, cancellationToken);

    /// <inheritdoc/>
    public Task RemoveAsync(ParticipantKey key, WebhookEnabled? webhookEnabled = null, CancellationToken cancellationToken = default) =>
        _client.RemoveAsync(_conversation, key, webhookEnabled, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<BulkResult<CreateParticipantRequest, Participant>> AddManyAsync(
        IEnumerable<CreateParticipantRequest> requests, BulkOptions? options = null, IProgress<BulkProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _client.AddManyAsync(_conversation, requests, options, progress, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<BulkResult<CreateParticipantRequest, Participant>> AddManyAsync(
        IAsyncEnumerable<CreateParticipantRequest> requests, BulkOptions? options = null, IProgress<BulkProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _client.AddManyAsync(_conversation, requests, options, progress, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<BulkResult<ParticipantKey, Participant>> RemoveManyAsync(
        IEnumerable<ParticipantKey> keys, BulkOptions? options = null, IProgress<BulkProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _client.RemoveManyAsync(_conversation, keys, options, progress, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<BulkResult<ParticipantKey, Participant>> RemoveManyAsync(
        IAsyncEnumerable<ParticipantKey> keys, BulkOptions? options = null, IProgress<BulkProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _client.RemoveManyAsync(_conversation, keys, options, progress, cancellationToken);
}
