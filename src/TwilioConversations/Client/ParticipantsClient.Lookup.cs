namespace TwilioConversations;

public sealed partial class ParticipantsClient
{
    /// <summary>Reads a participant by SID or identity.</summary>
    /// <remarks>
    /// Twilio operations FetchConversationParticipant and FetchServiceConversationParticipant. The service takes a SID and an identity in
    /// the same place; a participant that answers to the other one is reported as not found.
    /// </remarks>
    /// <param name="conversation">The conversation.</param>
    /// <param name="key">The participant's SID or identity.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <exception cref="ArgumentException">An argument breaks its rule. Nothing was sent.</exception>
    /// <exception cref="ConversationsException">The service answered with an error; <see cref="ConversationsException.IsNotFound"/> where there is no such participant.</exception>
    /// <inheritdoc cref="IParticipantsClient.FetchConversationParticipantAsync" path="/exception[position() &gt; 2]"/>
    public async Task<Participant> FetchAsync(ConversationKey conversation, ParticipantKey key, CancellationToken cancellationToken = default)
    {
        var id = (key ?? throw new ArgumentNullException(nameof(key))).Value;
        var (operation, fetch) = conversation.Service is { } service
            ? ("FetchServiceConversationParticipant", FetchServiceConversationParticipantAsync(service, conversation.Conversation, id, cancellationToken))
            : ("FetchConversationParticipant", FetchConversationParticipantAsync(conversation.Conversation, id, cancellationToken));
        var participant = await fetch.ConfigureAwait(false);
        return key.Means(participant)
            ? participant
            : throw ConversationsException.NotFound(
                operation,
                $"the service returned another participant, not the one with that {(key.IsSid ? "SID" : "identity")}");
    }

    /// <summary>Reads a participant by SID or identity, where there is one.</summary>
    /// <remarks>Twilio operations FetchConversationParticipant and FetchServiceConversationParticipant.</remarks>
    /// <param name="conversation">The conversation.</param>
    /// <param name="key">The participant's SID or identity.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <returns>The participant; null where the service answers 404, which it also does where there is no such conversation, or with another participant.</returns>
    /// <exception cref="ArgumentException">An argument breaks its rule. Nothing was sent.</exception>
    /// <exception cref="ConversationsException">The service answered with an error other than 404.</exception>
    /// <inheritdoc cref="IParticipantsClient.FetchConversationParticipantAsync" path="/exception[position() &gt; 2]"/>
    public async Task<Participant?> FindAsync(ConversationKey conversation, ParticipantKey key, CancellationToken cancellationToken = default)
    {
        try
        {
            return await FetchAsync(conversation, key, cancellationToken).ConfigureAwait(false);
        }
        catch (ConversationsException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    /// <summary>Whether the conversation has a participant of a SID or identity.</summary>
    /// <remarks>Twilio operations FetchConversationParticipant and FetchServiceConversationParticipant.</remarks>
    /// <param name="conversation">The conversation.</param>
    /// <param name="key">The participant's SID or identity.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <returns>False where the service answers 404, which it also does where there is no such conversation, or with another participant.</returns>
    /// <exception cref="ArgumentException">An argument breaks its rule. Nothing was sent.</exception>
    /// <exception cref="ConversationsException">The service answered with an error other than 404.</exception>
    /// <inheritdoc cref="IParticipantsClient.FetchConversationParticipantAsync" path="/exception[position() &gt; 2]"/>
    public async Task<bool> ExistsAsync(ConversationKey conversation, ParticipantKey key, CancellationToken cancellationToken = default) =>
        await FindAsync(conversation, key, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>Finds the participant with an address outside chat.</summary>
    /// <remarks>
    /// Twilio operations ListConversationParticipant and ListServiceConversationParticipant, page by page up to the first hit: the service
    /// has no operation of its own for it. Addresses are compared letter for letter; those of channels bear their prefix, as in
    /// <c>whatsapp:+15558675310</c>.
    /// </remarks>
    /// <param name="conversation">The conversation.</param>
    /// <param name="address">The participant's own address.</param>
    /// <param name="proxyAddress">The address of yours that the participant writes to; null for any.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <returns>The first such participant; null where there is none.</returns>
    /// <exception cref="ArgumentException"><paramref name="address"/> is null or empty, or the conversation breaks its rule. Nothing was sent.</exception>
    /// <exception cref="InvalidDataException">The pages lead nowhere, or in a circle.</exception>
    /// <exception cref="ConversationsException">The service answered with an error.</exception>
    /// <inheritdoc cref="IParticipantsClient.FetchConversationParticipantAsync" path="/exception[position() &gt; 2]"/>
    public async Task<Participant?> FindByAddressAsync(
        ConversationKey conversation, string address, string? proxyAddress = null, CancellationToken cancellationToken = default)
    {
        if (string.IsNullOrEmpty(address))
        {
            throw new ArgumentException("Must not be empty.", nameof(address));
        }

        // Without reading ahead, since a hit makes the next page needless.
        await foreach (var participant in ListAsync(conversation, readAhead: false, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            if (participant.MessagingBinding is { } binding && binding.Address == address && (proxyAddress is null || binding.ProxyAddress == proxyAddress))
            {
                return participant;
            }
        }

        return null;
    }

    /// <summary>Adds a participant, or gives the one that is already there.</summary>
    /// <remarks>
    /// Twilio operations CreateConversationParticipant and CreateServiceConversationParticipant; where the service says that the participant
    /// exists, it is fetched by its identity, or found by its address in the list. Run it twice, or again after a call whose outcome you do
    /// not know: there is one participant in the end, since the service holds an identity and an address with its proxy address unique. The
    /// existing one is given as it is, whatever else the request holds.
    /// </remarks>
    /// <param name="conversation">The conversation.</param>
    /// <param name="request">What to add: with an identity, or with an address and its proxy address. An address alone is not unique.</param>
    /// <param name="webhookEnabled">Whether the service calls the configured webhooks; null for the client's default.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <exception cref="ArgumentException">An argument breaks its rule, or the request has neither an identity nor an address. Nothing was sent.</exception>
    /// <exception cref="ConversationsException">
    /// The service answered with an error, also that the address is taken in another conversation (<see cref="ConversationsException.BlockingConversationSid"/>).
    /// </exception>
    /// <inheritdoc cref="IParticipantsClient.FetchConversationParticipantAsync" path="/exception[position() &gt; 2]"/>
    public async Task<Participant> GetOrAddAsync(
        ConversationKey conversation, CreateParticipantRequest request, WebhookEnabled? webhookEnabled = null, CancellationToken cancellationToken = default)
    {
        switch (request ?? throw new ArgumentNullException(nameof(request)))
        {
            case { Identity: null or "", MessagingBindingAddress: null or "" }:
                throw new ArgumentException("Must have an Identity or a MessagingBindingAddress, by which the participant is found.", nameof(request));
            case { Identity: { Length: > 0 } identity }:
                // One that could not be looked up is refused before anything is sent.
                ParticipantKey.Identity(identity);
                break;
        }

        try
        {
            return await AddAsync(conversation, request, webhookEnabled, cancellationToken).ConfigureAwait(false);
        }
        // After a participant was removed and added again the service is known to answer 404 to a create that was done.
        catch (ConversationsException e) when (e.IsAlreadyExists || e.BlockingConversationSid is not null || e.IsNotFound)
        {
            if (await FindExistingAsync(conversation, request, cancellationToken).ConfigureAwait(false) is { } existing)
            {
                return existing;
            }

            throw;
        }
    }

    /// <summary>Adds a chat user, or gives the participant that is already there.</summary>
    /// <remarks>
    /// Twilio operations CreateConversationParticipant and CreateServiceConversationParticipant, as with a request that holds the identity
    /// alone; safe to run twice, and after a call whose outcome you do not know.
    /// </remarks>
    /// <param name="conversation">The conversation.</param>
    /// <param name="identity">The user's identity, 1 to 256 characters.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <exception cref="ArgumentException">An argument breaks its rule. Nothing was sent.</exception>
    /// <exception cref="ConversationsException">The service answered with an error.</exception>
    /// <inheritdoc cref="IParticipantsClient.FetchConversationParticipantAsync" path="/exception[position() &gt; 2]"/>
    public Task<Participant> GetOrAddAsync(ConversationKey conversation, string identity, CancellationToken cancellationToken = default) =>
        GetOrAddAsync(conversation, new CreateParticipantRequest { Identity = ParticipantKey.Identity(identity).Value }, null, cancellationToken);

    /// <summary>Whom a request would add, where that participant is there.</summary>
    private async Task<Participant?> FindExistingAsync(ConversationKey conversation, CreateParticipantRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return request switch
            {
                { Identity: { Length: > 0 } identity } => await FetchAsync(conversation, ParticipantKey.Identity(identity), cancellationToken).ConfigureAwait(false),
                { MessagingBindingAddress: { Length: > 0 } address } =>
                    await FindByAddressAsync(conversation, address, request.MessagingBindingProxyAddress, cancellationToken).ConfigureAwait(false),
                _ => null,
            };
        }
        catch (ConversationsException e) when (e.IsNotFound)
        {
            return null;
        }
    }
}
