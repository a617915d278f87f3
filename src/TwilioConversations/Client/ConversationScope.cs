namespace TwilioConversations;

public sealed partial class ConversationsClient
{
    /// <summary>A conversation of the account's default service.</summary>
    /// <param name="conversation">Its SID (CH and 32 hexadecimal digits) or unique name.</param>
    /// <remarks>Asks the service for nothing.</remarks>
    /// <exception cref="ArgumentException"><paramref name="conversation"/> is null, empty, longer than 256 characters, not valid Unicode, contains U+0000, or would reach another resource.</exception>
    public ConversationScope Conversation(string conversation) => new(this, new ConversationKey(conversation));

    /// <summary>A service of the account, for the conversations in it.</summary>
    /// <param name="serviceSid">Its SID, IS and 32 hexadecimal digits.</param>
    /// <remarks>Asks the service for nothing.</remarks>
    /// <exception cref="ArgumentException"><paramref name="serviceSid"/> is not of that shape.</exception>
    public ServiceScope Service(string serviceSid) => new(this, Sid.Checked(serviceSid, "IS", nameof(serviceSid)));
}

/// <summary>A service of the account: what is in it, addressed through it.</summary>
/// <example>
/// <code>
/// var participants = twilio.Service("IS…").Conversation("support").Participants;
/// </code>
/// </example>
public sealed class ServiceScope
{
    private readonly ConversationsClient _client;
    private readonly string _serviceSid;

    internal ServiceScope(ConversationsClient client, string serviceSid)
    {
        _client = client;
        _serviceSid = serviceSid;
    }

    /// <summary>A conversation of this service.</summary>
    /// <param name="conversation">Its SID (CH and 32 hexadecimal digits) or unique name.</param>
    /// <exception cref="ArgumentException"><paramref name="conversation"/> is null, empty, longer than 256 characters, not valid Unicode, contains U+0000, or would reach another resource.</exception>
    public ConversationScope Conversation(string conversation) => new(_client, new ConversationKey(conversation, _serviceSid));
}

/// <summary>A conversation: what belongs to it, addressed through it.</summary>
/// <example>
/// <code>
/// var participants = twilio.Conversation("support").Participants;
/// </code>
/// </example>
public sealed class ConversationScope
{
    internal ConversationScope(ConversationsClient client, ConversationKey conversation)
    {
        RequestPath.Check(conversation.Conversation, nameof(conversation));
        Participants = new ConversationParticipants(client.Participants, conversation);
    }

    /// <summary>The participants of this conversation.</summary>
    public ConversationParticipants Participants { get; }
}
