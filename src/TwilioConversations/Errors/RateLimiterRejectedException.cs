namespace TwilioConversations;

/// <summary>The rate limiter of the options gave no permit for an attempt, as one does whose queue is full, and so it was not sent.</summary>
/// <remarks>
/// Where it was not the first attempt, <see cref="Exception.InnerException"/> says how the one before failed; that one may have been processed.
/// </remarks>
public sealed class RateLimiterRejectedException : Exception
{
    /// <summary>Creates an exception, for tests.</summary>
    /// <param name="operation">The operation's name in the document, such as <c>FetchConversationParticipant</c>.</param>
    /// <param name="retryAfter">How long until the limiter may give a permit; null if it does not say.</param>
    /// <param name="lastError">How the attempt before failed; null if there was none.</param>
    public RateLimiterRejectedException(string operation, TimeSpan? retryAfter = null, Exception? lastError = null)
        : base($"{operation}: the rate limiter gave no permit{(retryAfter is { } wait ? $"; it may in {wait}" : "")}.", lastError) => RetryAfter = retryAfter;

    /// <summary>How long until the limiter may give a permit; null if it does not say.</summary>
    public TimeSpan? RetryAfter { get; }
}
