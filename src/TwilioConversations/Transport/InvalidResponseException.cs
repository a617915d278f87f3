using System.Net;

namespace TwilioConversations;

/// <summary>The service answered with success, but not with what the operation promises: no JSON, or JSON of another shape.</summary>
/// <remarks>
/// Whatever was asked for may have been done. The message names the operation, the field and the place in the answer, and
/// nothing of its content.
/// </remarks>
public class InvalidResponseException : ConversationsException
{
    /// <summary>Makes an exception by hand, for a test say.</summary>
    /// <param name="operation">The operation's name in the document, such as <c>FetchConversationParticipant</c>.</param>
    /// <param name="statusCode">The HTTP status of the answer.</param>
    /// <param name="what">What is wrong with the answer.</param>
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
