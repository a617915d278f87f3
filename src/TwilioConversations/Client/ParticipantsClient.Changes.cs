namespace TwilioConversations;

public sealed partial class ParticipantsClient
{
    /// <summary>Adds a participant.</summary>
    /// <remarks>Twilio operations CreateConversationParticipant and CreateServiceConversationParticipant.</remarks>
    /// <param name="conversation">The conversation.</param>
    /// <param name="request">What to add; fields left unset are not sent.</param>
    /// <param name="webhookEnabled">Whether the service calls the configured webhooks; null for the client's default.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <exception cref="ArgumentException">An argument breaks its rule. Nothing was sent.</exception>
    /// <exception cref="ConversationsException">The service answered with an error; <see cref="ConversationsException.IsAlreadyExists"/> where the identity is taken.</exception>
    /// <inheritdoc cref="IParticipantsClient.FetchConversationParticipantAsync" path="/exception[position() &gt; 2]"/>
    public Task<Participant> AddAsync(
        ConversationKey conversation, CreateParticipantRequest request, WebhookEnabled? webhookEnabled = null, CancellationToken cancellationToken = default) =>
        conversation.Service is { } service
            ? CreateServiceConversationParticipantAsync(service, conversation.Conversation, request, webhookEnabled, cancellationToken)
            : CreateConversationParticipantAsync(conversation.Conversation, request, webhookEnabled, cancellationToken);

    /// <summary>Changes a participant.</summary>
    /// <remarks>
    /// Twilio operations UpdateConversationParticipant and UpdateServiceConversationParticipant, which take a SID alone: for an identity the
    /// participant is fetched first.
    /// </remarks>
    /// <param name="conversation">The conversation.</param>
    /// <param name="key">The participant, or its SID or identity.</param>
    /// <param name="request">What to change; fields left unset keep their values. They are read before this method returns, so later changes have no effect on the call.</param>
    /// <param name="webhookEnabled">Whether the service calls the configured webhooks; null for the client's default.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <returns>The participant after the change.</returns>
    /// <exception cref="ArgumentException">An argument breaks its rule. Nothing was changed.</exception>
    /// <exception cref="ConversationsException">The service answered with an error.</exception>
    /// <inheritdoc cref="IParticipantsClient.FetchConversationParticipantAsync" path="/exception[position() &gt; 2]"/>
    public async Task<Participant> UpdateAsync(
        ConversationKey conversation, ParticipantKey key, UpdateParticipantRequest request, WebhookEnabled? webhookEnabled = null, CancellationToken cancellationToken = default)
    {
        if (key is { IsSid: false })
        {
            // What would be refused sends nothing, the lookup included; and what was checked is what is sent.
            request = FormWriter.Freeze(request, nameof(request));
        }

        var sid = await ResolveSidAsync(conversation, key, cancellationToken).ConfigureAwait(false);
        return await (conversation.Service is { } service
            ? UpdateServiceConversationParticipantAsync(service, conversation.Conversation, sid, request, webhookEnabled, cancellationToken)
            : UpdateConversationParticipantAsync(conversation.Conversation, sid, request, webhookEnabled, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Removes a participant.</summary>
    /// <remarks>
    /// Twilio operations DeleteConversationParticipant and DeleteServiceConversationParticipant, which take a SID alone: for an identity the
    /// participant is fetched first.
    /// </remarks>
    /// <param name="conversation">The conversation.</param>
    /// <param name="key">The participant, or its SID or identity.</param>
    /// <param name="webhookEnabled">Whether the service calls the configured webhooks; null for the client's default.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <exception cref="ArgumentException">An argument breaks its rule. Nothing was removed.</exception>
    /// <exception cref="ConversationsException">The service answered with an error; <see cref="ConversationsException.IsNotFound"/> where there is no such participant.</exception>
    /// <inheritdoc cref="IParticipantsClient.FetchConversationParticipantAsync" path="/exception[position() &gt; 2]"/>
    public async Task RemoveAsync(
        ConversationKey conversation, ParticipantKey key, WebhookEnabled? webhookEnabled = null, CancellationToken cancellationToken = default)
    {
        var sid = await ResolveSidAsync(conversation, key, cancellationToken).ConfigureAwait(false);
        await (conversation.Service is { } service
            ? DeleteServiceConversationParticipantAsync(service, conversation.Conversation, sid, webhookEnabled, cancellationToken)
            : DeleteConversationParticipantAsync(conversation.Conversation, sid, webhookEnabled, cancellationToken)).ConfigureAwait(false);
    }

    // The service documents an identity in place of the SID for fetching only.
    private async Task<string> ResolveSidAsync(ConversationKey conversation, ParticipantKey key, CancellationToken cancellationToken) =>
        (key ?? throw new ArgumentNullException(nameof(key))).IsSid
            ? key.Value
            : (await FetchAsync(conversation, key, cancellationToken).ConfigureAwait(false)).Sid;
}
