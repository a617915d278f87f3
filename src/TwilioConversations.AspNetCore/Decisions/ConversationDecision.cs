namespace TwilioConversations.AspNetCore;

/// <summary>The decision on a new or updated conversation, and the changes to it. A property that is null changes nothing.</summary>
public sealed record ConversationDecision : Decision
{
    /// <summary>The action is accepted unchanged.</summary>
    public static ConversationDecision Accept { get; } = new();

    /// <summary>The action is rejected, and its initiator receives an error.</summary>
    public static ConversationDecision Reject { get; } = new() { IsRejected = true };

    /// <summary>The friendly name to use instead.</summary>
    public string? FriendlyName { get; init; }

    internal override IEnumerable<(string Name, string? Value)> Changes => [("friendly_name", FriendlyName)];
}
