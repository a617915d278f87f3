namespace TwilioConversations.AspNetCore;

/// <summary>What happens to an action if its decision handler throws or times out.</summary>
public enum DecisionFailureBehavior
{
    /// <summary>The action is accepted unchanged.</summary>
    Accept,

    /// <summary>The action is rejected, and its initiator receives an error.</summary>
    Refuse,
}
