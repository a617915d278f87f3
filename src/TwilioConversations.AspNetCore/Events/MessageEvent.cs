using System.Text.Json.Serialization;
using Microsoft.Extensions.Primitives;

namespace TwilioConversations.AspNetCore;

/// <summary>An event of a message.</summary>
/// <param name="Fields">All fields as received.</param>
[JsonConverter(typeof(WebhookEventJsonConverter))]
public abstract record MessageEvent(IReadOnlyDictionary<string, StringValues> Fields) : WebhookEvent(Fields)
{
    /// <summary>The conversation, CH and 32 hexadecimal digits.</summary>
    public string? ConversationSid => this["ConversationSid"];

    /// <summary>The message, IM and 32 hexadecimal digits; null before it is created.</summary>
    public string? MessageSid => this["MessageSid"];

    /// <summary>The messaging service, MG and 32 hexadecimal digits; null if not provided.</summary>
    public string? MessagingServiceSid => this["MessagingServiceSid"];

    /// <summary>The index in the conversation, from 0; null before it is created.</summary>
    public int? Index => Number("Index");

    /// <summary>The text; null for a message of files or of a content template alone.</summary>
    public string? Body => this["Body"];

    /// <summary>The subject of an email; null if not provided.</summary>
    public string? Subject => this["MessageSubject"];

    /// <summary>The content template, HX and 32 hexadecimal digits; null if not provided.</summary>
    public string? ContentSid => this["ContentSid"];

    /// <summary>The author: an identity or an address.</summary>
    public string? Author => this["Author"];

    /// <summary>The author's friendly name; null if not provided.</summary>
    public string? AuthorFriendlyName => this["AuthorFriendlyName"];

    /// <summary>The participant who is the author, MB and 32 hexadecimal digits; null if the author does not take part.</summary>
    public string? ParticipantSid => this["ParticipantSid"];

    /// <summary>The attributes, as JSON text.</summary>
    public string? Attributes => this["Attributes"];

    /// <summary>The files, as a JSON array; null if there are none.</summary>
    public string? Media => this["Media"];

    /// <summary>When the message was created, in UTC; null before that.</summary>
    public DateTimeOffset? DateCreated => Date("DateCreated");

    /// <summary>When the message was last changed, in UTC; null if not provided.</summary>
    public DateTimeOffset? DateUpdated => Date("DateUpdated");
}

/// <summary>A message is about to be added: <c>onMessageAdd</c>.</summary>
/// <param name="Fields">All fields as received.</param>
[JsonConverter(typeof(WebhookEventJsonConverter))]
public sealed record MessageAdding(IReadOnlyDictionary<string, StringValues> Fields) : MessageEvent(Fields);

/// <summary>A message was added: <c>onMessageAdded</c>.</summary>
/// <param name="Fields">All fields as received.</param>
[JsonConverter(typeof(WebhookEventJsonConverter))]
public sealed record MessageAdded(IReadOnlyDictionary<string, StringValues> Fields) : MessageEvent(Fields);

/// <summary>A message is about to be changed: <c>onMessageUpdate</c>.</summary>
/// <param name="Fields">All fields as received.</param>
[JsonConverter(typeof(WebhookEventJsonConverter))]
public sealed record MessageUpdating(IReadOnlyDictionary<string, StringValues> Fields) : MessageEvent(Fields);

/// <summary>A message was changed: <c>onMessageUpdated</c>.</summary>
/// <param name="Fields">All fields as received.</param>
[JsonConverter(typeof(WebhookEventJsonConverter))]
public sealed record MessageUpdated(IReadOnlyDictionary<string, StringValues> Fields) : MessageEvent(Fields);

/// <summary>A message is about to be deleted: <c>onMessageRemove</c>.</summary>
/// <param name="Fields">All fields as received.</param>
[JsonConverter(typeof(WebhookEventJsonConverter))]
public sealed record MessageRemoving(IReadOnlyDictionary<string, StringValues> Fields) : MessageEvent(Fields);

/// <summary>A message was deleted: <c>onMessageRemoved</c>.</summary>
/// <param name="Fields">All fields as received.</param>
[JsonConverter(typeof(WebhookEventJsonConverter))]
public sealed record MessageRemoved(IReadOnlyDictionary<string, StringValues> Fields) : MessageEvent(Fields)
{
    /// <summary>When the message was deleted, in UTC.</summary>
    public DateTimeOffset? DateRemoved => Date("DateRemoved");
}
