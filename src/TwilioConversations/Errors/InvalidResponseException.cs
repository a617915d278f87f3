using System.Net;

namespace TwilioConversations;

/// <summary>The service reported success, but the response is not what the operation promises: no JSON, or JSON of another shape.</summary>
/// <remarks>
/// The requested change may have been made. The message names the operation, the field and the place in the response, and
/// nothing of its content.
/// </remarks>
public class InvalidResponseException : ConversationsResponseException
{
    /// <summary>Creates an exception for an invalid response.</summary>
    /// <param name="operation">The operation's name in the OpenAPI document, such as <c>FetchConversationParticipant</c>.</param>
    /// <param name="statusCode">The HTTP status of the response.</param>
    /// <param name="problem">The problem with the response.</param>
    /// <param name="headers">The response's headers; null for none.</param>
    /// <param name="innerException">The cause; null for none.</param>
    public InvalidResponseException(
        string operation,
        HttpStatusCode statusCode,
        string problem,
        IReadOnlyDictionary<string, IReadOnlyList<string>>? headers = null,
        Exception? innerException = null)
        : base(operation, statusCode, $"the {(int)statusCode} response is invalid: {problem}", innerException, headers: headers)
    {
    }
}
