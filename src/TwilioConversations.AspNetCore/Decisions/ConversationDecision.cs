namespace TwilioConversations.AspNetCore;

/// <summary>Whether a conversation may be created or updated, and with which changes. A property that stays null changes nothing.</summary>
public sealed record ConversationDecision : Decision
{
    /// <summary>It happens unchanged.</summary>
    public static ConversationDecision Accept { get; } = new();

    /// <summary>It does not happen, and whoever began it gets an error.</summary>
    public static ConversationDecision Refuse { get; } = new() { IsRefused = true };

    /// <summary>Another friendly name.</summary>
    public string? FriendlyName { get; init; }

    internal override IEnumerable<(string Name, string? Value)> Changes => [("friendly_name", FriendlyName)];
}
