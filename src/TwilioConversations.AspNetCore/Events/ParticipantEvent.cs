using System.Text.Json.Serialization;
using Microsoft.Extensions.Primitives;

namespace TwilioConversations.AspNetCore;

/// <summary>An event of a participant.</summary>
/// <param name="Fields">All fields as received.</param>
[JsonConverter(typeof(WebhookEventJsonConverter))]
public abstract record ParticipantEvent(IReadOnlyDictionary<string, StringValues> Fields) : WebhookEvent(Fields)
{
    /// <summary>The conversation, CH and 32 hexadecimal digits.</summary>
    public string? ConversationSid => this["ConversationSid"];

    /// <summary>The participant, MB and 32 hexadecimal digits; null before it is added.</summary>
    public string? ParticipantSid => this["ParticipantSid"];

    /// <summary>The identity of a chat user; null otherwise.</summary>
    public string? Identity => this["Identity"];

    /// <summary>The role, RL and 32 hexadecimal digits.</summary>
    public string? RoleSid => this["RoleSid"];

    /// <summary>The attributes, as JSON text.</summary>
    public string? Attributes => this["Attributes"];

    /// <summary>The channel; null if not provided.</summary>
    public AddressType? BindingType => this["MessagingBinding.Type"] is { } type ? new(type) : null;

    /// <summary>The participant's role in an email, such as <c>to</c> or <c>cc</c>; null if not provided.</summary>
    public string? Level => this["MessagingBinding.Level"];

    /// <summary>The name that emails show with the address; null if not provided.</summary>
    public string? Name => this["MessagingBinding.Name"];

    /// <summary>The address of a participant outside chat; null for a chat user.</summary>
    public string? Address => this["MessagingBinding.Address"];

    /// <summary>The address that the participant writes to; null for a chat user.</summary>
    public string? ProxyAddress => this["MessagingBinding.ProxyAddress"];

    /// <summary>The address that shows for a chat user or a business number in a group MMS; null otherwise.</summary>
    public string? ProjectedAddress => this["MessagingBinding.ProjectedAddress"];

    /// <summary>When the participant was added, in UTC; null before that.</summary>
    public DateTimeOffset? DateCreated => Date("DateCreated");

    /// <summary>When the participant was last changed, in UTC; null if not provided.</summary>
    public DateTimeOffset? DateUpdated => Date("DateUpdated");
}

/// <summary>A participant is about to be added: <c>onParticipantAdd</c>.</summary>
/// <param name="Fields">All fields as received.</param>
[JsonConverter(typeof(WebhookEventJsonConverter))]
public sealed record ParticipantAdding(IReadOnlyDictionary<string, StringValues> Fields) : ParticipantEvent(Fields);

/// <summary>A participant was added: <c>onParticipantAdded</c>.</summary>
/// <param name="Fields">All fields as received.</param>
[JsonConverter(typeof(WebhookEventJsonConverter))]
public sealed record ParticipantAdded(IReadOnlyDictionary<string, StringValues> Fields) : ParticipantEvent(Fields);

/// <summary>A participant is about to be changed: <c>onParticipantUpdate</c>.</summary>
/// <param name="Fields">All fields as received.</param>
[JsonConverter(typeof(WebhookEventJsonConverter))]
public sealed record ParticipantUpdating(IReadOnlyDictionary<string, StringValues> Fields) : ParticipantEvent(Fields);

/// <summary>A participant was changed: <c>onParticipantUpdated</c>.</summary>
/// <param name="Fields">All fields as received.</param>
[JsonConverter(typeof(WebhookEventJsonConverter))]
public sealed record ParticipantUpdated(IReadOnlyDictionary<string, StringValues> Fields) : ParticipantEvent(Fields)
{
    /// <summary>The index of the last message that the participant has read; null if there is none.</summary>
    public int? LastReadMessageIndex => Number("LastReadMessageIndex");
}

/// <summary>A participant is about to be removed: <c>onParticipantRemove</c>.</summary>
/// <param name="Fields">All fields as received.</param>
[JsonConverter(typeof(WebhookEventJsonConverter))]
public sealed record ParticipantRemoving(IReadOnlyDictionary<string, StringValues> Fields) : ParticipantEvent(Fields);

/// <summary>A participant was removed: <c>onParticipantRemoved</c>.</summary>
/// <param name="Fields">All fields as received.</param>
[JsonConverter(typeof(WebhookEventJsonConverter))]
public sealed record ParticipantRemoved(IReadOnlyDictionary<string, StringValues> Fields) : ParticipantEvent(Fields)
{
    /// <summary>When the participant was removed, in UTC.</summary>
    public DateTimeOffset? DateRemoved => Date("DateRemoved");
}
