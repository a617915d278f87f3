namespace TwilioConversations.AspNetCore;

/// <summary>An event of a message.</summary>
/// <param name="Fields">All fields as they came.</param>
public abstract record MessageEvent(IReadOnlyDictionary<string, string> Fields) : WebhookEvent(Fields)
{
    /// <summary>Its conversation, CH and 32 hexadecimal digits.</summary>
    public string? ConversationSid => this["ConversationSid"];

    /// <summary>The message, IM and 32 hexadecimal digits; null before it is created.</summary>
    public string? MessageSid => this["MessageSid"];

    /// <summary>The messaging service, MG and 32 hexadecimal digits; null if the service does not say.</summary>
    public string? MessagingServiceSid => this["MessagingServiceSid"];

    /// <summary>Its place in the conversation, from 0; null before it is created.</summary>
    public int? Index => Number("Index");

    /// <summary>Its text; null for a message of files alone.</summary>
    public string? Body => this["Body"];

    /// <summary>Who wrote it: an identity or an address.</summary>
    public string? Author => this["Author"];

    /// <summary>The participant who wrote it, MB and 32 hexadecimal digits; null if the author is no participant.</summary>
    public string? ParticipantSid => this["ParticipantSid"];

    /// <summary>Its attributes, JSON text.</summary>
    public string? Attributes => this["Attributes"];

    /// <summary>Its files, a JSON array; null for none.</summary>
    public string? Media => this["Media"];

    /// <summary>When it was created, in UTC; null before that.</summary>
    public DateTimeOffset? DateCreated => Date("DateCreated");

    /// <summary>When it was last changed, in UTC; null if the service does not say.</summary>
    public DateTimeOffset? DateUpdated => Date("DateUpdated");
}

/// <summary>A message is about to be added: <c>onMessageAdd</c>.</summary>
/// <param name="Fields">All fields as they came.</param>
public sealed record MessageAdd(IReadOnlyDictionary<string, string> Fields) : MessageEvent(Fields);

/// <summary>A message was added: <c>onMessageAdded</c>.</summary>
/// <param name="Fields">All fields as they came.</param>
public sealed record MessageAdded(IReadOnlyDictionary<string, string> Fields) : MessageEvent(Fields);

/// <summary>A message is about to be changed: <c>onMessageUpdate</c>.</summary>
/// <param name="Fields">All fields as they came.</param>
public sealed record MessageUpdate(IReadOnlyDictionary<string, string> Fields) : MessageEvent(Fields);

/// <summary>A message was changed: <c>onMessageUpdated</c>.</summary>
/// <param name="Fields">All fields as they came.</param>
public sealed record MessageUpdated(IReadOnlyDictionary<string, string> Fields) : MessageEvent(Fields);

/// <summary>A message is about to be deleted: <c>onMessageRemove</c>.</summary>
/// <param name="Fields">All fields as they came.</param>
public sealed record MessageRemove(IReadOnlyDictionary<string, string> Fields) : MessageEvent(Fields);

/// <summary>A message was deleted: <c>onMessageRemoved</c>.</summary>
/// <param name="Fields">All fields as they came.</param>
public sealed record MessageRemoved(IReadOnlyDictionary<string, string> Fields) : MessageEvent(Fields)
{
    /// <summary>When it was deleted, in UTC.</summary>
    public DateTimeOffset? DateRemoved => Date("DateRemoved");
}
