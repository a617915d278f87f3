using System.Globalization;

namespace TwilioConversations.Cli;

/// <summary>The columns of a participant in CSV, by the names that the service uses. An empty cell is a missing value.</summary>
internal static class ParticipantFields
{
    public static readonly IReadOnlyList<Column<Participant>> All =
    [
        new("sid", p => p.Sid),
        new("identity", p => p.Identity),
        new("type", p => p.MessagingBinding?.Type),
        new("address", p => p.MessagingBinding?.Address),
        new("proxy_address", p => p.MessagingBinding?.ProxyAddress),
        new("projected_address", p => p.MessagingBinding?.ProjectedAddress),
        new("attributes", p => p.Attributes),
        new("role_sid", p => p.RoleSid),
        new("last_read_message_index", p => WireText.Of(p.LastReadMessageIndex)),
        new("last_read_timestamp", p => WireText.Of(p.LastReadTimestamp)),
        new("date_created", p => WireText.Of(p.DateCreated)),
        new("date_updated", p => WireText.Of(p.DateUpdated)),
        new("account_sid", p => p.AccountSid),
        new("conversation_sid", p => p.ConversationSid),
        new("chat_service_sid", p => p.ChatServiceSid),
        new("url", p => p.Url),
    ];

    /// <summary>Returns the name that a person knows a participant by.</summary>
    public static string NameOf(Participant participant) =>
        participant.Identity ?? participant.MessagingBinding?.Address ?? participant.MessagingBinding?.ProjectedAddress ?? "";

    public static readonly ItemShape<Participant> Shape = new(
        "participant",
        "participants",
        All,
        NameOf,
        p => p.Sid,
        [
            new("channel", p => p.MessagingBinding?.Type ?? "chat"),
            new("read", p => WireText.Of(p.LastReadMessageIndex)),
            new("updated", p => p.DateUpdated.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)),
        ]);
}
