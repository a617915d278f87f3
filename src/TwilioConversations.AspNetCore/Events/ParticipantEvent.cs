namespace TwilioConversations.AspNetCore;

/// <summary>An event of a participant.</summary>
/// <param name="Fields">All fields as they came.</param>
public abstract record ParticipantEvent(IReadOnlyDictionary<string, string> Fields) : WebhookEvent(Fields)
{
    /// <summary>Its conversation, CH and 32 hexadecimal digits.</summary>
    public string? ConversationSid => this["ConversationSid"];

    /// <summary>The participant, MB and 32 hexadecimal digits; null before it is added.</summary>
    public string? ParticipantSid => this["ParticipantSid"];

    /// <summary>The identity of a chat user; null for anybody else.</summary>
    public string? Identity => this["Identity"];

    /// <summary>Its role, RL and 32 hexadecimal digits.</summary>
    public string? RoleSid => this["RoleSid"];

    /// <summary>Its attributes, JSON text.</summary>
    public string? Attributes => this["Attributes"];

    /// <summary>How it takes part: <c>CHAT</c>, <c>SMS</c>, <c>WHATSAPP</c>, …</summary>
    public string? BindingType => this["MessagingBinding.Type"];

    /// <summary>The address of a participant outside chat; null for a chat user.</summary>
    public string? Address => this["MessagingBinding.Address"];

    /// <summary>The address that it writes to; null for a chat user.</summary>
    public string? ProxyAddress => this["MessagingBinding.ProxyAddress"];

    /// <summary>The address that stands for a chat user in a group MMS; null elsewhere.</summary>
    public string? ProjectedAddress => this["MessagingBinding.ProjectedAddress"];

    /// <summary>When it was added, in UTC; null before that.</summary>
    public DateTimeOffset? DateCreated => Date("DateCreated");

    /// <summary>When it was last changed, in UTC; null if the service does not say.</summary>
    public DateTimeOffset? DateUpdated => Date("DateUpdated");
}

/// <summary>A participant is about to be added: <c>onParticipantAdd</c>.</summary>
/// <param name="Fields">All fields as they came.</param>
public sealed record ParticipantAdd(IReadOnlyDictionary<string, string> Fields) : ParticipantEvent(Fields);

/// <summary>A participant was added: <c>onParticipantAdded</c>.</summary>
/// <param name="Fields">All fields as they came.</param>
public sealed record ParticipantAdded(IReadOnlyDictionary<string, string> Fields) : ParticipantEvent(Fields);

/// <summary>A participant is about to be changed: <c>onParticipantUpdate</c>.</summary>
/// <param name="Fields">All fields as they came.</param>
public sealed record ParticipantUpdate(IReadOnlyDictionary<string, string> Fields) : ParticipantEvent(Fields);

/// <summary>A participant was changed: <c>onParticipantUpdated</c>.</summary>
/// <param name="Fields">All fields as they came.</param>
public sealed record ParticipantUpdated(IReadOnlyDictionary<string, string> Fields) : ParticipantEvent(Fields)
{
    /// <summary>The index of the last message that it has read; null for none.</summary>
    public int? LastReadMessageIndex => Number("LastReadMessageIndex");
}

/// <summary>A participant is about to be removed: <c>onParticipantRemove</c>.</summary>
/// <param name="Fields">All fields as they came.</param>
public sealed record ParticipantRemove(IReadOnlyDictionary<string, string> Fields) : ParticipantEvent(Fields);

/// <summary>A participant was removed: <c>onParticipantRemoved</c>.</summary>
/// <param name="Fields">All fields as they came.</param>
public sealed record ParticipantRemoved(IReadOnlyDictionary<string, string> Fields) : ParticipantEvent(Fields)
{
    /// <summary>When it was removed, in UTC.</summary>
    public DateTimeOffset? DateRemoved => Date("DateRemoved");
}
