namespace TwilioConversations;

/// <summary>An attempt that failed and is followed by another.</summary>
public readonly record struct RetryAttempt
{
    /// <summary>The operation's name in the OpenAPI document.</summary>
    public string Operation { get; init; }

    /// <summary>The number of the attempt that failed, from 1.</summary>
    public int Attempt { get; init; }

    /// <summary>The delay before the next attempt.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Why the attempt failed.</summary>
    public Exception Error { get; init; }
}
