namespace TwilioConversations.AspNetCore;

/// <summary>What becomes of an action when the handler that is asked about it throws, or takes too long.</summary>
public enum PreActionFailure
{
    /// <summary>It goes on as it is.</summary>
    LetPass,

    /// <summary>It does not happen; whoever began it gets an error.</summary>
    Stop,
}
