namespace TwilioConversations.AspNetCore;

/// <summary>The decision on an action that cannot be changed.</summary>
public sealed record ActionDecision : Decision
{
    private ActionDecision()
    {
    }

    /// <summary>The action is accepted.</summary>
    public static ActionDecision Accept { get; } = new();

    /// <summary>The action is rejected, and its initiator receives an error.</summary>
    public static ActionDecision Reject { get; } = new() { IsRejected = true };
}
