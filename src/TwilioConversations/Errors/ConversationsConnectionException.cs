namespace TwilioConversations;

/// <summary>The service could not be reached, or the connection broke before the response was complete.</summary>
/// <remarks><see cref="Exception.InnerException"/> is the <see cref="HttpRequestException"/> with the details.</remarks>
public class ConversationsConnectionException : ConversationsException
{
    /// <summary>Creates an exception for a failed connection.</summary>
    /// <param name="operation">The operation's name in the OpenAPI document, such as <c>FetchConversationParticipant</c>.</param>
    /// <param name="innerException">The failure.</param>
    /// <exception cref="ArgumentNullException"><paramref name="innerException"/> is null.</exception>
    public ConversationsConnectionException(string operation, HttpRequestException innerException)
        : base(operation, $"{operation}: {(innerException ?? throw new ArgumentNullException(nameof(innerException))).Message}", innerException)
    {
    }
}
