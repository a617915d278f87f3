using System.Net;

namespace TwilioConversations;

/// <summary>The service reported success, but the response is not what the operation promises: no JSON, or JSON of another shape.</summary>
/// <remarks>
/// The requested change may have been made. The message names the operation, the field and the place in the response, and
/// nothing of its content.
/// </remarks>
public class InvalidResponseException : ConversationsException
{
    /// <summary>Creates an exception, for tests.</summary>
    /// <param name="operation">The operation's name in the document, such as <c>FetchConversationParticipant</c>.</param>
    /// <param name="statusCode">The HTTP status of the response.</param>
    /// <param name="what">What is wrong with the response.</param>
    public InvalidResponseException(string operation, HttpStatusCode statusCode, string what)
        : this(operation, statusCode, what, new Dictionary<string, IReadOnlyList<string>>())
    {
    }

    internal InvalidResponseException(
        string operation, HttpStatusCode statusCode, string what, IReadOnlyDictionary<string, IReadOnlyList<string>> headers, Exception? cause = null)
        : base(operation, statusCode, $"the {(int)statusCode} response is invalid: {what}", cause, headers: headers)
    {
    }
}
