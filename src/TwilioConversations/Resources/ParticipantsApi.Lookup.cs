namespace TwilioConversations;

public partial class ParticipantsApi
{
    /// <summary>Finds the participant with an address outside chat.</summary>
    /// <remarks>
    /// Twilio operations ListConversationParticipant and ListServiceConversationParticipant, page by page up to the first match, since
    /// the service cannot search by address. Addresses are compared exactly; those of channels include their prefix, as in
    /// <c>whatsapp:+15558675310</c>.
    /// </remarks>
    /// <param name="address">The participant's own address.</param>
    /// <param name="proxyAddress">Your address that the participant writes to; null for any.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The first such participant; null if there is none.</returns>
    /// <exception cref="ArgumentException"><paramref name="address"/> is null or empty. Nothing was sent.</exception>
    /// <inheritdoc cref="FetchAsync" path="/exception[position() &gt; 1]"/>
    public virtual async Task<Participant?> FindByAddressAsync(string address, string? proxyAddress = null, CancellationToken cancellationToken = default)
    {
        if (string.IsNullOrEmpty(address))
        {
            throw new ArgumentException("Must not be empty.", nameof(address));
        }

        // Reading ahead would request a page that a match makes unnecessary.
        await foreach (var participant in ListAsync(new() { ReadAhead = false }, cancellationToken).ConfigureAwait(false))
        {
            if (participant.MessagingBinding is { } binding && binding.Address == address && (proxyAddress is null || binding.ProxyAddress == proxyAddress))
            {
                return participant;
            }
        }

        return null;
    }

    /// <summary>Creates a participant, or returns the one that already exists.</summary>
    /// <remarks>
    /// Twilio operations CreateConversationParticipant and CreateServiceConversationParticipant. If the service says that the participant
    /// exists, it is fetched by its identity, or found by its address in the list. Idempotent: repeat it safely after a call whose outcome is
    /// unknown, since the service keeps an identity, and an address with its proxy address, unique. An existing participant is returned as it
    /// is, whatever else the request holds.
    /// </remarks>
    /// <param name="request">What to create: with an identity, or with an address and its proxy address. An address alone is not unique.</param>
    /// <param name="options">Settings of this call; null for the client's defaults.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">The request breaks a rule, or has neither an identity nor an address. Nothing was sent.</exception>
    /// <exception cref="ConversationsException">
    /// The service returned an error response, also if the address is taken in another conversation
    /// (<see cref="ConversationsException.BlockingConversationSid"/>).
    /// </exception>
    /// <inheritdoc cref="FetchAsync" path="/exception[position() &gt; 2]"/>
    public virtual async Task<Participant> GetOrCreateAsync(
        CreateParticipantRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        // Read once, so that the lookup is for what was sent even if the request changes meanwhile.
        _ = request ?? throw new ArgumentNullException(nameof(request));
        var (identity, address, proxyAddress) = (request.Identity, request.MessagingBindingAddress, request.MessagingBindingProxyAddress);
        if (string.IsNullOrEmpty(identity) && string.IsNullOrEmpty(address))
        {
            throw new ArgumentException("Must have an Identity or a MessagingBindingAddress, by which the participant is found.", nameof(request));
        }

        if (!string.IsNullOrEmpty(identity))
        {
            // An identity that could not be looked up is refused before anything is sent.
            ParticipantKey.FromIdentity(identity!);
        }

        try
        {
            return await CreateAsync(request, options, cancellationToken).ConfigureAwait(false);
        }
        // After a participant was deleted and created again, the service sometimes responds 404 to a create that succeeded.
        catch (ConversationsException e) when (e.IsAlreadyExists || e.BlockingConversationSid is not null || e.IsNotFound)
        {
            if (await FindExistingAsync(identity, address, proxyAddress, cancellationToken).ConfigureAwait(false) is { } existing)
            {
                return existing;
            }

            throw;
        }
    }

    /// <summary>Creates a chat participant, or returns the one that already exists.</summary>
    /// <remarks>
    /// Twilio operations CreateConversationParticipant and CreateServiceConversationParticipant, as with a request that has the identity
    /// alone. Idempotent.
    /// </remarks>
    /// <param name="identity">The user's identity, 1 to 256 characters.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException"><paramref name="identity"/> breaks its rule. Nothing was sent.</exception>
    /// <inheritdoc cref="FetchAsync" path="/exception[position() &gt; 1]"/>
    public Task<Participant> GetOrCreateAsync(string identity, CancellationToken cancellationToken = default) =>
        GetOrCreateAsync(new CreateParticipantRequest { Identity = ParticipantKey.FromIdentity(identity).Value }, null, cancellationToken);

    /// <summary>The participant that a request would create, if it exists.</summary>
    private async Task<Participant?> FindExistingAsync(string? identity, string? address, string? proxyAddress, CancellationToken cancellationToken)
    {
        try
        {
            return string.IsNullOrEmpty(identity)
                ? string.IsNullOrEmpty(address) ? null : await FindByAddressAsync(address!, proxyAddress, cancellationToken).ConfigureAwait(false)
                : await FetchAsync(ParticipantKey.FromIdentity(identity!), cancellationToken).ConfigureAwait(false);
        }
        catch (ConversationsException e) when (e.IsNotFound || e is KeyMismatchException)
        {
            return null;
        }
    }
}
