namespace TwilioConversations;

/// <summary>A time limit ran out before the response was complete, or something other than your call canceled the request.</summary>
public class ConversationsTimeoutException : ConversationsException
{
    /// <summary>Creates an exception for a time limit.</summary>
    /// <param name="operation">The operation's name in the OpenAPI document, such as <c>FetchConversationParticipant</c>.</param>
    /// <param name="limit">The option whose limit ran out; null if none did.</param>
    /// <param name="innerException">The operation that the limit interrupted, or the last failure before it; null for none.</param>
    public ConversationsTimeoutException(string operation, string? limit = null, Exception? innerException = null)
        : this(operation, limit, limit is null ? "the request was canceled, and not by this call" : $"{limit} ran out", innerException)
    {
    }

    internal ConversationsTimeoutException(string operation, string? limit, string what, Exception? innerException)
        : base(operation, $"{operation}: {what}.", innerException) => Limit = limit;

    /// <summary>
    /// The name of the option whose limit ran out: <see cref="ConversationsClientOptions.AttemptTimeout"/> or
    /// <see cref="ConversationsClientOptions.TotalTimeout"/>; null if your <see cref="HttpClient"/>, a handler or a rate limiter canceled the request.
    /// </summary>
    public string? Limit { get; }
}
