namespace TwilioConversations.AspNetCore;

/// <summary>The outcome of an action whose decision handler throws or times out.</summary>
public enum DecisionFailureBehavior
{
    /// <summary>The action is accepted unchanged.</summary>
    Accept,

    /// <summary>The action is rejected, and its initiator receives an error.</summary>
    Reject,
}
