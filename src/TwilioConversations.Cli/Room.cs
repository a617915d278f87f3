namespace TwilioConversations.Cli;

/// <summary>The participants of one conversation, whichever scope it is in.</summary>
internal sealed class Room(IParticipantsClient participants, string? service, string conversation)
{
    public string Title => service is null ? $"Conversation {conversation} of the default service" : $"Conversation {conversation} of service {service}";

    public Task<Participant> AddAsync(CreateParticipantRequest request, CancellationToken cancellationToken) => service is null
        ? participants.CreateConversationParticipantAsync(conversation, request, WebhookEnabled.False, cancellationToken)
        : participants.CreateServiceConversationParticipantAsync(service, conversation, request, WebhookEnabled.False, cancellationToken);

    public Task<ParticipantPage> ListAsync(int pageSize, int page, string? pageToken, CancellationToken cancellationToken) => service is null
        ? participants.ListConversationParticipantAsync(conversation, pageSize, page, pageToken, cancellationToken)
        : participants.ListServiceConversationParticipantAsync(service, conversation, pageSize, page, pageToken, cancellationToken);

    public Task<Participant> FetchAsync(string sidOrIdentity, CancellationToken cancellationToken) => service is null
        ? participants.FetchConversationParticipantAsync(conversation, sidOrIdentity, cancellationToken)
        : participants.FetchServiceConversationParticipantAsync(service, conversation, sidOrIdentity, cancellationToken);

    public Task<Participant> UpdateAsync(string sid, UpdateParticipantRequest request, CancellationToken cancellationToken) => service is null
        ? participants.UpdateConversationParticipantAsync(conversation, sid, request, WebhookEnabled.False, cancellationToken)
        : participants.UpdateServiceConversationParticipantAsync(service, conversation, sid, request, WebhookEnabled.False, cancellationToken);

    public Task RemoveAsync(string sid, CancellationToken cancellationToken) => service is null
        ? participants.DeleteConversationParticipantAsync(conversation, sid, WebhookEnabled.False, cancellationToken)
        : participants.DeleteServiceConversationParticipantAsync(service, conversation, sid, WebhookEnabled.False, cancellationToken);
}
