namespace TwilioConversations.Testing;

/// <summary>The events that the service documents for webhooks.</summary>
internal static class EventNames
{
    private static readonly string[] Before =
    [
        "onMessageAdd", "onMessageUpdate", "onMessageRemove", "onConversationAdd", "onConversationUpdate", "onConversationRemove",
        "onParticipantAdd", "onParticipantUpdate", "onParticipantRemove", "onUserUpdate", "onMessageSend",
    ];

    private static readonly string[] OfUsers = ["onUserAdded", "onUserUpdated"];

    // The published examples have names of an earlier version, for which nothing is sent.
    private static readonly string[] Earlier = ["onMessageSent", "onConversationDestroyed"];

    /// <summary>Those that a webhook of one conversation can have: what has happened in a conversation.</summary>
    public static IReadOnlySet<string> InConversation { get; } = new HashSet<string>(
    [
        "onMessageAdded", "onMessageUpdated", "onMessageRemoved", "onConversationAdded", "onConversationUpdated", "onConversationRemoved",
        "onConversationStateUpdated", "onParticipantAdded", "onParticipantUpdated", "onParticipantRemoved", "onDeliveryUpdated", .. Earlier,
    ]);

    /// <summary>Those that the webhooks of an account or a service can have.</summary>
    public static IReadOnlySet<string> All { get; } = new HashSet<string>([.. Before, .. InConversation, .. OfUsers]);
}
