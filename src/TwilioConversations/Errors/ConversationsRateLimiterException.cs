namespace TwilioConversations;

/// <summary>A rate limiter of your options gave no permit for an attempt, for example because its queue is full. That attempt was not sent.</summary>
/// <remarks>
/// If the service itself reports too many requests, you get a <see cref="ConversationsResponseException"/> with
/// <see cref="ConversationsResponseException.IsRateLimited"/>. If this was not the first attempt, <see cref="Exception.InnerException"/> is the failure
/// of the attempt before.
/// </remarks>
public class ConversationsRateLimiterException : ConversationsException
{
    /// <summary>Creates an exception for a permit that was not given.</summary>
    /// <param name="operation">The operation's name in the OpenAPI document, such as <c>FetchConversationParticipant</c>.</param>
    /// <param name="retryAfter">The time until the limiter may give a permit; null if unknown.</param>
    /// <param name="innerException">The failure of the attempt before; null if there was none.</param>
    public ConversationsRateLimiterException(string operation, TimeSpan? retryAfter = null, Exception? innerException = null)
        : base(operation, $"{operation}: the rate limiter gave no permit{(retryAfter is { } wait ? $"; it may in {wait}" : "")}.", innerException) =>
        RetryAfter = retryAfter;

    /// <summary>The time until the limiter may give a permit; null if unknown.</summary>
    public TimeSpan? RetryAfter { get; }
}
