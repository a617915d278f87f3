namespace TwilioConversations.AspNetCore;

/// <summary>What becomes of an action if the handler that decides on it throws or takes too long.</summary>
public enum PreActionFailure
{
    /// <summary>It happens unchanged.</summary>
    LetPass,

    /// <summary>It does not happen, and whoever began it gets an error.</summary>
    Stop,
}
