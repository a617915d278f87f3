namespace TwilioConversations.Cli;

/// <summary>The one place where the command line opens the participants of a conversation.</summary>
internal static class ConversationAccess
{
    /// <summary>The participants of a conversation of a service; null for the default service.</summary>
    public static ParticipantsApi ParticipantsOf(this ConversationsClient client, string? service, string conversation) =>
        service is null ? client.Conversation(conversation).Participants : client.Service(service).Conversation(conversation).Participants;
}
