using System.Net;

namespace TwilioConversations;

/// <summary>The service returned a resource that does not have the requested key.</summary>
/// <remarks>
/// The service accepts a SID and another name in the same place of a path. A key that says which of the two it is can therefore reach a resource
/// that has the value as the other one, for example a participant whose SID is another participant's identity.
/// </remarks>
public sealed class KeyMismatchException : InvalidResponseException
{
    /// <summary>Creates the exception, for tests.</summary>
    /// <param name="operation">The operation's name in the OpenAPI document, such as <c>FetchConversationParticipant</c>.</param>
    /// <param name="kind">What the key is, such as <c>SID</c> or <c>identity</c>.</param>
    public KeyMismatchException(string operation, string kind)
        : base(operation, HttpStatusCode.OK, $"the resource has another {kind} than the one that was asked for")
    {
    }
}
