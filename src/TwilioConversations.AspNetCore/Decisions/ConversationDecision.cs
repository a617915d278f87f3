namespace TwilioConversations.AspNetCore;

/// <summary>Whether a conversation may be created or changed, and what is changed about it; what stays null is left as it is.</summary>
public sealed record ConversationDecision : Decision
{
    /// <summary>It is created or changed as it is.</summary>
    public static ConversationDecision Accept { get; } = new();

    /// <summary>It does not happen; whoever began it gets an error.</summary>
    public static ConversationDecision Refuse { get; } = new() { IsRefused = true };

    /// <summary>Another name for people.</summary>
    public string? FriendlyName { get; init; }

    internal override IEnumerable<(string Name, string? Value)> Changes => [("friendly_name", FriendlyName)];
}
