namespace TwilioConversations.AspNetCore;

/// <summary>Whether an action may go on that a webhook cannot change.</summary>
public sealed record ActionDecision : Decision
{
    private ActionDecision()
    {
    }

    /// <summary>It goes on.</summary>
    public static ActionDecision Accept { get; } = new();

    /// <summary>It does not happen; whoever began it gets an error.</summary>
    public static ActionDecision Refuse { get; } = new() { IsRefused = true };
}
