namespace TwilioConversations;

/// <summary>Which conversation: by its SID or unique name, in the default service or in a named one.</summary>
/// <param name="Conversation">The conversation's SID (CH and 32 hexadecimal digits) or its unique name.</param>
/// <param name="Service">The SID of its service, IS and 32 hexadecimal digits; null for the account's default service.</param>
/// <remarks>A text converts to the key of a conversation in the default service. What is wrong with either is told by the operation that uses the key.</remarks>
/// <example>
/// <code>
/// await twilio.Participants.FetchAsync("support", "alice");
/// await twilio.Participants.FetchAsync(new ConversationKey("support", Service: "IS…"), "alice");
/// </code>
/// </example>
public readonly record struct ConversationKey(string Conversation, string? Service = null)
{
    /// <summary>The key of a conversation in the default service.</summary>
    /// <param name="conversation">The conversation's SID or unique name.</param>
    public static implicit operator ConversationKey(string conversation) => FromString(conversation);

    /// <summary>The key of a conversation in the default service, for languages without implicit conversions.</summary>
    /// <param name="conversation">The conversation's SID or unique name.</param>
    public static ConversationKey FromString(string conversation) => new(conversation);
}
