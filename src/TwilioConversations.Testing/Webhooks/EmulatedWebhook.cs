namespace TwilioConversations.Testing;

/// <summary>An event that the service has webhooks for, whether or not one is configured.</summary>
/// <param name="EventType">The event type, such as <c>onParticipantAdded</c>, <c>onMessageUpdated</c> or <c>onConversationRemoved</c>.</param>
/// <param name="ServiceSid">The service of the conversation; null for the default one.</param>
/// <param name="ConversationSid">The conversation; empty for an event outside conversations.</param>
/// <param name="ParticipantSid">The participant; null for an event of anything else.</param>
public sealed record EmulatedWebhook(string EventType, string? ServiceSid, string ConversationSid, string? ParticipantSid)
{
    /// <summary>When it happened, by the emulator's clock.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>The message; null for an event of anything else.</summary>
    public string? MessageSid { get; init; }
}
