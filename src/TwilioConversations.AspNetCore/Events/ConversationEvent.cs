using System.Text.Json.Serialization;
using Microsoft.Extensions.Primitives;

namespace TwilioConversations.AspNetCore;

/// <summary>An event of a conversation.</summary>
/// <param name="Fields">All fields as received.</param>
[JsonConverter(typeof(WebhookEventJsonConverter))]
public abstract record ConversationEvent(IReadOnlyDictionary<string, StringValues> Fields) : WebhookEvent(Fields)
{
    /// <summary>The conversation, CH and 32 hexadecimal digits; null before it is created.</summary>
    public string? ConversationSid => this["ConversationSid"];

    /// <summary>The messaging service, MG and 32 hexadecimal digits; null if not provided.</summary>
    public string? MessagingServiceSid => this["MessagingServiceSid"];

    /// <summary>The friendly name; null if there is none.</summary>
    public string? FriendlyName => this["FriendlyName"];

    /// <summary>The unique name; null if there is none.</summary>
    public string? UniqueName => this["UniqueName"];

    /// <summary>The attributes, as JSON text.</summary>
    public string? Attributes => this["Attributes"];

    /// <summary>The state; null if not provided.</summary>
    public ConversationState? State => this["State"] is { } state ? new(state) : null;

    /// <summary>The conversation's own email address; null if not provided.</summary>
    public string? EmailProjectedAddress => this["Bindings.Email.ProjectedAddress"];

    /// <summary>The name that emails show with that address; null if not provided.</summary>
    public string? EmailName => this["Bindings.Email.Name"];

    /// <summary>When the conversation was created, in UTC.</summary>
    public DateTimeOffset? DateCreated => Date("DateCreated");

    /// <summary>When the conversation was last changed, in UTC.</summary>
    public DateTimeOffset? DateUpdated => Date("DateUpdated");
}

/// <summary>An event of a new conversation, which an incoming message may have opened.</summary>
/// <param name="Fields">All fields as received.</param>
[JsonConverter(typeof(WebhookEventJsonConverter))]
public abstract record NewConversationEvent(IReadOnlyDictionary<string, StringValues> Fields) : ConversationEvent(Fields)
{
    /// <summary>The text of the message that opened the conversation; null if there is none.</summary>
    public string? MessageBody => this["MessageBody"];

    /// <summary>The files of that message, as a JSON array; null if there are none.</summary>
    public string? Media => this["Media"];

    /// <summary>
    /// The addresses outside chat that take part: the sender's, or in a group MMS those of the members besides <see cref="AuthorAddress"/>. Empty if
    /// no message opened the conversation.
    /// </summary>
    public IReadOnlyList<string> Addresses => AddressList.Read(Fields.GetValueOrDefault("MessagingBinding.Address"));

    /// <summary>The address that the message was sent to; null in a group MMS and if there is no message.</summary>
    public string? ProxyAddress => this["MessagingBinding.ProxyAddress"];

    /// <summary>The address that shows for a chat user in a group MMS; null if not provided.</summary>
    public string? ProjectedAddress => this["MessagingBinding.ProjectedAddress"];

    /// <summary>The sender's address in a group MMS; null otherwise.</summary>
    public string? AuthorAddress => this["MessagingBinding.AuthorAddress"];
}

/// <summary>A conversation is about to be created: <c>onConversationAdd</c>.</summary>
/// <param name="Fields">All fields as received.</param>
[JsonConverter(typeof(WebhookEventJsonConverter))]
public sealed record ConversationAdding(IReadOnlyDictionary<string, StringValues> Fields) : NewConversationEvent(Fields);

/// <summary>A conversation was created: <c>onConversationAdded</c>.</summary>
/// <param name="Fields">All fields as received.</param>
[JsonConverter(typeof(WebhookEventJsonConverter))]
public sealed record ConversationAdded(IReadOnlyDictionary<string, StringValues> Fields) : NewConversationEvent(Fields);

/// <summary>A conversation is about to be changed: <c>onConversationUpdate</c>.</summary>
/// <param name="Fields">All fields as received.</param>
[JsonConverter(typeof(WebhookEventJsonConverter))]
public sealed record ConversationUpdating(IReadOnlyDictionary<string, StringValues> Fields) : ConversationEvent(Fields);

/// <summary>A conversation was changed: <c>onConversationUpdated</c>.</summary>
/// <param name="Fields">All fields as received.</param>
[JsonConverter(typeof(WebhookEventJsonConverter))]
public sealed record ConversationUpdated(IReadOnlyDictionary<string, StringValues> Fields) : ConversationEvent(Fields);

/// <summary>A conversation is about to be deleted: <c>onConversationRemove</c>.</summary>
/// <param name="Fields">All fields as received.</param>
[JsonConverter(typeof(WebhookEventJsonConverter))]
public sealed record ConversationRemoving(IReadOnlyDictionary<string, StringValues> Fields) : ConversationEvent(Fields);

/// <summary>A conversation was deleted: <c>onConversationRemoved</c>.</summary>
/// <param name="Fields">All fields as received.</param>
[JsonConverter(typeof(WebhookEventJsonConverter))]
public sealed record ConversationRemoved(IReadOnlyDictionary<string, StringValues> Fields) : ConversationEvent(Fields)
{
    /// <summary>When the conversation was deleted, in UTC.</summary>
    public DateTimeOffset? DateRemoved => Date("DateRemoved");
}

/// <summary>A conversation changed its state: <c>onConversationStateUpdated</c>.</summary>
/// <param name="Fields">All fields as received.</param>
[JsonConverter(typeof(WebhookEventJsonConverter))]
public sealed record ConversationStateUpdated(IReadOnlyDictionary<string, StringValues> Fields) : WebhookEvent(Fields)
{
    /// <summary>The conversation, CH and 32 hexadecimal digits.</summary>
    public string? ConversationSid => this["ConversationSid"];

    /// <summary>The messaging service, MG and 32 hexadecimal digits; null if not provided.</summary>
    public string? MessagingServiceSid => this["MessagingServiceSid"];

    /// <summary>The state before; null if not provided.</summary>
    public ConversationState? StateFrom => this["StateFrom"] is { } state ? new(state) : null;

    /// <summary>The state now; null if not provided.</summary>
    public ConversationState? StateTo => this["StateTo"] is { } state ? new(state) : null;

    /// <summary>The reason for the change; null if not provided.</summary>
    public StateChangeReason? Reason => this["Reason"] is { } reason ? new(reason) : null;

    /// <summary>When the state changed, in UTC.</summary>
    public DateTimeOffset? StateUpdated => Date("StateUpdated");
}
