namespace TwilioConversations.Cli;

/// <summary>The scope of a command: the default service or a named one, and optionally one conversation.</summary>
internal sealed record Place(ConversationsClient Client, string? ServiceSid, string? ConversationName = null)
{
    public ConversationsApi Conversations => ServiceSid is null ? Client.Conversations : Client.Service(ServiceSid).Conversations;

    public UsersApi Users => ServiceSid is null ? Client.Users : Client.Service(ServiceSid).Users;

    public RolesApi Roles => ServiceSid is null ? Client.Roles : Client.Service(ServiceSid).Roles;

    public ParticipantConversationsApi ParticipantConversations =>
        ServiceSid is null ? Client.ParticipantConversations : Client.Service(ServiceSid).ParticipantConversations;

    public WebhookSettingsApi WebhookSettings => ServiceSid is null ? Client.WebhookSettings : Client.Service(ServiceSid).WebhookSettings;

    /// <exception cref="UsageException">No service is named.</exception>
    public ChatServiceScope Service => Client.Service(
        ServiceSid ?? throw new UsageException("This command needs --service IS…. The default service's SID is the chat_service_sid of any conversation."));

    public ConversationScope Conversation => ConversationOf(ConversationName!);

    public ConversationScope ConversationOf(string name) => ServiceSid is null ? Client.Conversation(name) : Client.Service(ServiceSid).Conversation(name);

    public UserScope User(string user) => ServiceSid is null ? Client.User(user) : Client.Service(ServiceSid).User(user);
}
