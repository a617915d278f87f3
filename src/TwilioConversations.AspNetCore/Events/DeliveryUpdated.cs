namespace TwilioConversations.AspNetCore;

/// <summary>The status of a message on its way to a participant changed: <c>onDeliveryUpdated</c>.</summary>
/// <param name="Fields">All fields as they came.</param>
public sealed record DeliveryUpdated(IReadOnlyDictionary<string, string> Fields) : WebhookEvent(Fields)
{
    /// <summary>The conversation, CH and 32 hexadecimal digits.</summary>
    public string? ConversationSid => this["ConversationSid"];

    /// <summary>The message, IM and 32 hexadecimal digits.</summary>
    public string? MessageSid => this["MessageSid"];

    /// <summary>The delivery receipt, DY and 32 hexadecimal digits.</summary>
    public string? DeliveryReceiptSid => this["DeliveryReceiptSid"];

    /// <summary>The message in its channel, such as SM and 32 hexadecimal digits.</summary>
    public string? ChannelMessageSid => this["ChannelMessageSid"];

    /// <summary>The participant that it goes to, MB and 32 hexadecimal digits.</summary>
    public string? ParticipantSid => this["ParticipantSid"];

    /// <summary>The status: <c>sent</c>, <c>delivered</c>, <c>read</c>, <c>failed</c> or <c>undelivered</c>.</summary>
    public string? Status => this["Status"];

    /// <summary>Twilio's error code; null or 0 for none.</summary>
    public int? ErrorCode => Number("ErrorCode");

    /// <summary>When the receipt was created, in UTC.</summary>
    public DateTimeOffset? DateCreated => Date("DateCreated");

    /// <summary>When the receipt was last changed, in UTC.</summary>
    public DateTimeOffset? DateUpdated => Date("DateUpdated");
}
