namespace TwilioConversations.AspNetCore;

/// <summary>Whether an action may happen. The webhook cannot change it.</summary>
public sealed record ActionDecision : Decision
{
    private ActionDecision()
    {
    }

    /// <summary>The action happens.</summary>
    public static ActionDecision Accept { get; } = new();

    /// <summary>It does not happen, and whoever began it gets an error.</summary>
    public static ActionDecision Refuse { get; } = new() { IsRefused = true };
}
