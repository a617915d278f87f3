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
    /// <param name="options">Settings of the request of each page; null for the client's defaults.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The first such participant; null if there is none.</returns>
    /// <exception cref="ArgumentException"><paramref name="address"/> is null or empty. Nothing was sent.</exception>
    /// <inheritdoc cref="FetchAsync" path="/exception[position() &gt; 1]"/>
    public virtual async Task<Participant?> FindByAddressAsync(
        string address, string? proxyAddress = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (string.IsNullOrEmpty(address))
        {
            throw new ArgumentException("Must not be empty.", nameof(address));
        }

        return await FindByBindingAsync(binding => IsBound(binding, address, proxyAddress), options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Creates a participant, or returns the one that already exists.</summary>
    /// <remarks>
    /// Twilio operations CreateConversationParticipant and CreateServiceConversationParticipant. If the participant already
    /// exists, it is fetched by its identity, or found by its address or projected address in the list. If another request adds or removes it at the
    /// same time, the call is repeated within its limits of attempts and time. Idempotent: repeat it safely after a call whose outcome is unknown,
    /// since the service keeps an identity, an address with its proxy address, and the addresses of a group MMS unique. An existing participant is
    /// returned unchanged, whatever other fields the request has.
    /// </remarks>
    /// <param name="request">
    /// The participant to create, with an identity, with an address and its proxy address, or with a projected address. An address alone is unique
    /// in a group MMS only.
    /// </param>
    /// <param name="options">Settings of this call; null for the client's defaults.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">The request breaks a rule, or has no identity, address or projected address. Nothing was sent.</exception>
    /// <exception cref="ConversationsResponseException">
    /// The service returned an error response, also if the address is taken in another conversation
    /// (<see cref="ConversationsResponseException.BlockingConversationSid"/>).
    /// </exception>
    /// <inheritdoc cref="FetchAsync" path="/exception[position() &gt; 2]"/>
    public virtual async Task<Participant> GetOrCreateAsync(
        CreateParticipantRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        // Read once, so that the lookup is for what was sent even if the request changes in the meantime.
        var find = Lookup(request ?? throw new ArgumentNullException(nameof(request)))
            ?? throw new ArgumentException(
                "Must have an Identity, a MessagingBindingAddress or a MessagingBindingProjectedAddress, by which the participant is found.", nameof(request));
        return await CreateOrFind.RunAsync(
            _sender,
            options,
            within => CreateAsync(request, within, cancellationToken),
            within => find(within, cancellationToken),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Creates a chat participant, or returns the one that already exists.</summary>
    /// <remarks>
    /// Twilio operations CreateConversationParticipant and CreateServiceConversationParticipant, as with a request that has the identity
    /// alone. Idempotent.
    /// </remarks>
    /// <param name="identity">The user's identity, 1 to 256 characters.</param>
    /// <param name="options">Settings of this call; null for the client's defaults.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException"><paramref name="identity"/> breaks its rule. Nothing was sent.</exception>
    /// <inheritdoc cref="FetchAsync" path="/exception[position() &gt; 1]"/>
    public virtual Task<Participant> GetOrCreateAsync(string identity, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        GetOrCreateAsync(new CreateParticipantRequest { Identity = ParticipantKey.FromIdentity(identity).Value }, options, cancellationToken);

    /// <summary>The lookup of the participant that a request would create; null if the request has no identity and no address.</summary>
    /// <exception cref="ArgumentException">The identity could not be looked up.</exception>
    private Func<RequestOptions, CancellationToken, Task<Participant?>>? Lookup(CreateParticipantRequest request)
    {
        var (address, proxyAddress, projectedAddress) =
            (request.MessagingBindingAddress, request.MessagingBindingProxyAddress, request.MessagingBindingProjectedAddress);
        if (request.Identity is { Length: > 0 } identity)
        {
            var key = ParticipantKey.FromIdentity(identity);
            return (options, ct) => FindAsync(key, options, ct);
        }

        return !string.IsNullOrEmpty(address)
            ? (options, ct) => FindExistingAsync(binding => IsBound(binding, address!, proxyAddress), options, ct)
            : !string.IsNullOrEmpty(projectedAddress)
            ? (options, ct) => FindExistingAsync(binding => binding.ProjectedAddress == projectedAddress, options, ct)
            : null;
    }

    private static bool IsBound(MessagingBinding binding, string address, string? proxyAddress) =>
        binding.Address == address && (proxyAddress is null || binding.ProxyAddress == proxyAddress);

    /// <summary>The first participant whose binding matches; null also if there is no such conversation.</summary>
    private async Task<Participant?> FindExistingAsync(
        Func<MessagingBinding, bool> matches, RequestOptions? options, CancellationToken cancellationToken)
    {
        try
        {
            return await FindByBindingAsync(matches, options, cancellationToken).ConfigureAwait(false);
        }
        catch (ConversationsResponseException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    private async Task<Participant?> FindByBindingAsync(
        Func<MessagingBinding, bool> matches, RequestOptions? options, CancellationToken cancellationToken)
    {
        // Reading ahead would request a page that a match makes unnecessary.
        var list = ListAsync(RequestOptions.With(new ListParticipantsOptions { ReadAhead = false }, options), cancellationToken);
        await foreach (var participant in list.ConfigureAwait(false))
        {
            if (participant.MessagingBinding is { } binding && matches(binding))
            {
                return participant;
            }
        }

        return null;
    }
}
