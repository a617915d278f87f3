namespace TwilioConversations.Cli;

/// <summary>Where a command works: in the default service, or in one that is named, and there perhaps in one conversation.</summary>
internal sealed record Place(ConversationsClient Client, string? ServiceSid, string? ConversationName = null)
{
    public ConversationsApi Conversations => ServiceSid is null ? Client.Conversations : Client.Service(ServiceSid).Conversations;

    public UsersApi Users => ServiceSid is null ? Client.Users : Client.Service(ServiceSid).Users;

    public RolesApi Roles => ServiceSid is null ? Client.Roles : Client.Service(ServiceSid).Roles;

    public ParticipantConversationsApi ParticipantConversations => ServiceSid is null ? Client.ParticipantConversations : Client.Service(ServiceSid).ParticipantConversations;

    public WebhooksApi Webhooks => ServiceSid is null ? Client.Webhooks : Client.Service(ServiceSid).Webhooks;

    /// <exception cref="UsageException">No service is named.</exception>
    public ChatServiceClient Service => Client.Service(ServiceSid ?? throw new UsageException("--service must say which service: the default one has a SID too, which every conversation shows."));

    public ConversationClient Conversation => ServiceSid is null ? Client.Conversation(ConversationName!) : Client.Service(ServiceSid).Conversation(ConversationName!);

    public UserClient User(string user) => ServiceSid is null ? Client.User(user) : Client.Service(ServiceSid).User(user);
}
