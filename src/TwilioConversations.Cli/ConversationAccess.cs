namespace TwilioConversations.Cli;

/// <summary>The one place where the command line goes to a conversation.</summary>
internal static class ConversationAccess
{
    /// <summary>The participants of a conversation of a service; null for the default service.</summary>
    public static ParticipantsApi ParticipantsOf(this ConversationsClient client, string? service, string conversation) => client.ConversationOf(service, conversation).One.Participants;

    /// <summary>A conversation of a service and all of them; null for the default service.</summary>
    public static (ConversationsApi All, ConversationClient One) ConversationOf(this ConversationsClient client, string? service, string conversation) => service is null
        ? (client.Conversations, client.Conversation(conversation))
        : (client.Service(service).Conversations, client.Service(service).Conversation(conversation));
}
