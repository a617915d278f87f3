using System.Text.Json.Serialization;
using Microsoft.Extensions.Primitives;

namespace TwilioConversations.AspNetCore;

/// <summary>The status of a message on its way to a participant changed: <c>onDeliveryUpdated</c>.</summary>
/// <param name="Fields">All fields as received.</param>
[JsonConverter(typeof(WebhookEventJsonConverter))]
public sealed record DeliveryUpdated(IReadOnlyDictionary<string, StringValues> Fields) : WebhookEvent(Fields)
{
    /// <summary>The conversation, CH and 32 hexadecimal digits.</summary>
    public string? ConversationSid => this["ConversationSid"];

    /// <summary>The message, IM and 32 hexadecimal digits.</summary>
    public string? MessageSid => this["MessageSid"];

    /// <summary>The delivery receipt, DY and 32 hexadecimal digits.</summary>
    public string? DeliveryReceiptSid => this["DeliveryReceiptSid"];

    /// <summary>The message on its channel, such as SM and 32 hexadecimal digits.</summary>
    public string? ChannelMessageSid => this["ChannelMessageSid"];

    /// <summary>The participant that the message is for, MB and 32 hexadecimal digits.</summary>
    public string? ParticipantSid => this["ParticipantSid"];

    /// <summary>The status; null if not provided.</summary>
    public DeliveryStatus? Status => this["Status"] is { } status ? new(status) : null;

    /// <summary>Twilio's error code; null or 0 if there is none.</summary>
    public int? ErrorCode => Number("ErrorCode");

    /// <summary>When the receipt was created, in UTC.</summary>
    public DateTimeOffset? DateCreated => Date("DateCreated");

    /// <summary>When the receipt was last changed, in UTC.</summary>
    public DateTimeOffset? DateUpdated => Date("DateUpdated");
}
