namespace TwilioConversations;

/// <summary>The rate limiter of the options gave no permit, as one does whose queue is full. Nothing was sent.</summary>
public sealed class RateLimiterRejectedException : Exception
{
    internal RateLimiterRejectedException(string operation, TimeSpan? retryAfter)
        : base($"{operation}: the rate limiter gave no permit{(retryAfter is { } wait ? $"; it may in {wait}" : "")}.") => RetryAfter = retryAfter;

    /// <summary>When the limiter may give one; null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; }
}
