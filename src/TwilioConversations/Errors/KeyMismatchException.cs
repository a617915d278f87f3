using System.Net;

namespace TwilioConversations;

/// <summary>The service returned a resource that does not have the requested key.</summary>
/// <remarks>
/// The service accepts a SID and another name in the same place of a path. A request for one of the two can therefore reach a resource that
/// has the value as the other one, for example a participant whose identity is another participant's SID.
/// </remarks>
public class KeyMismatchException : InvalidResponseException
{
    /// <summary>Creates an exception for a resource with another key.</summary>
    /// <param name="operation">The operation's name in the OpenAPI document, such as <c>FetchConversationParticipant</c>.</param>
    /// <param name="statusCode">The HTTP status of the response.</param>
    /// <param name="keyKind">The kind of key, such as <c>SID</c> or <c>identity</c>.</param>
    /// <param name="headers">The response's headers; null for none.</param>
    public KeyMismatchException(
        string operation, HttpStatusCode statusCode, string keyKind, IReadOnlyDictionary<string, IReadOnlyList<string>>? headers = null)
        : base(operation, statusCode, $"the resource does not have the requested {keyKind}", headers)
    {
    }
}
