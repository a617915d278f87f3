namespace TwilioConversations.Cli.Output;

/// <summary>The columns of a participant in CSV, by the names that the service uses; an empty cell is a value that is not there.</summary>
internal static class ParticipantFields
{
    public static readonly IReadOnlyList<(string Name, Func<Participant, string?> Value)> All =
    [
        ("sid", p => p.Sid),
        ("identity", p => p.Identity),
        ("type", p => p.MessagingBinding?.Type),
        ("address", p => p.MessagingBinding?.Address),
        ("proxy_address", p => p.MessagingBinding?.ProxyAddress),
        ("projected_address", p => p.MessagingBinding?.ProjectedAddress),
        ("attributes", p => p.Attributes),
        ("role_sid", p => p.RoleSid),
        ("last_read_message_index", p => WireText.Of(p.LastReadMessageIndex)),
        ("last_read_timestamp", p => p.LastReadTimestamp),
        ("date_created", p => WireText.Of(p.DateCreated)),
        ("date_updated", p => WireText.Of(p.DateUpdated)),
        ("account_sid", p => p.AccountSid),
        ("conversation_sid", p => p.ConversationSid),
        ("chat_service_sid", p => p.ChatServiceSid),
        ("url", p => p.Url),
    ];

    /// <summary>The name that a person knows a participant by.</summary>
    public static string NameOf(Participant participant) => participant.Identity ?? participant.MessagingBinding?.Address ?? participant.MessagingBinding?.ProjectedAddress ?? "";
}
