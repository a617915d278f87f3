namespace TwilioConversations.AspNetCore;

/// <summary>An event of a conversation.</summary>
/// <param name="Fields">All fields as they came.</param>
public abstract record ConversationEvent(IReadOnlyDictionary<string, string> Fields) : WebhookEvent(Fields)
{
    /// <summary>The conversation, CH and 32 hexadecimal digits; null before it is created.</summary>
    public string? ConversationSid => this["ConversationSid"];

    /// <summary>The messaging service, MG and 32 hexadecimal digits.</summary>
    public string? MessagingServiceSid => this["MessagingServiceSid"];

    /// <summary>Its name for people; null if it has none.</summary>
    public string? FriendlyName => this["FriendlyName"];

    /// <summary>Its unique name; null if it has none.</summary>
    public string? UniqueName => this["UniqueName"];

    /// <summary>Its attributes, JSON text.</summary>
    public string? Attributes => this["Attributes"];

    /// <summary>Its state: <c>active</c>, <c>inactive</c> or <c>closed</c>.</summary>
    public string? State => this["State"];

    /// <summary>When it was created, in UTC.</summary>
    public DateTimeOffset? DateCreated => Date("DateCreated");

    /// <summary>When it was last changed, in UTC.</summary>
    public DateTimeOffset? DateUpdated => Date("DateUpdated");
}

/// <summary>A conversation is about to be created: <c>onConversationAdd</c>.</summary>
/// <param name="Fields">All fields as they came.</param>
public sealed record ConversationAdd(IReadOnlyDictionary<string, string> Fields) : ConversationEvent(Fields)
{
    /// <summary>The text of the message that the conversation starts with; null for none.</summary>
    public string? MessageBody => this["MessageBody"];

    /// <summary>The files of that message, a JSON array; null for none.</summary>
    public string? Media => this["Media"];

    /// <summary>The address that the message came from; null for none.</summary>
    public string? Address => this["MessagingBinding.Address"];

    /// <summary>The address that the message came to; null for none.</summary>
    public string? ProxyAddress => this["MessagingBinding.ProxyAddress"];

    /// <summary>Who wrote the message in a group MMS; null elsewhere.</summary>
    public string? AuthorAddress => this["MessagingBinding.AuthorAddress"];
}

/// <summary>A conversation was created: <c>onConversationAdded</c>.</summary>
/// <param name="Fields">All fields as they came.</param>
public sealed record ConversationAdded(IReadOnlyDictionary<string, string> Fields) : ConversationEvent(Fields);

/// <summary>A conversation is about to be changed: <c>onConversationUpdate</c>.</summary>
/// <param name="Fields">All fields as they came.</param>
public sealed record ConversationUpdate(IReadOnlyDictionary<string, string> Fields) : ConversationEvent(Fields);

/// <summary>A conversation was changed: <c>onConversationUpdated</c>.</summary>
/// <param name="Fields">All fields as they came.</param>
public sealed record ConversationUpdated(IReadOnlyDictionary<string, string> Fields) : ConversationEvent(Fields);

/// <summary>A conversation is about to be deleted: <c>onConversationRemove</c>.</summary>
/// <param name="Fields">All fields as they came.</param>
public sealed record ConversationRemove(IReadOnlyDictionary<string, string> Fields) : ConversationEvent(Fields);

/// <summary>A conversation was deleted: <c>onConversationRemoved</c>.</summary>
/// <param name="Fields">All fields as they came.</param>
public sealed record ConversationRemoved(IReadOnlyDictionary<string, string> Fields) : ConversationEvent(Fields)
{
    /// <summary>When it was deleted, in UTC.</summary>
    public DateTimeOffset? DateRemoved => Date("DateRemoved");
}

/// <summary>A conversation changed its state: <c>onConversationStateUpdated</c>.</summary>
/// <param name="Fields">All fields as they came.</param>
public sealed record ConversationStateUpdated(IReadOnlyDictionary<string, string> Fields) : WebhookEvent(Fields)
{
    /// <summary>The conversation, CH and 32 hexadecimal digits.</summary>
    public string? ConversationSid => this["ConversationSid"];

    /// <summary>The messaging service, MG and 32 hexadecimal digits.</summary>
    public string? MessagingServiceSid => this["MessagingServiceSid"];

    /// <summary>The state before, such as <c>active</c>.</summary>
    public string? StateFrom => this["StateFrom"];

    /// <summary>The state now, such as <c>inactive</c> or <c>closed</c>.</summary>
    public string? StateTo => this["StateTo"];

    /// <summary>Why: <c>API</c>, <c>TIMER</c> or <c>EVENT</c>.</summary>
    public string? Reason => this["Reason"];

    /// <summary>When, in UTC.</summary>
    public DateTimeOffset? StateUpdated => Date("StateUpdated");
}
