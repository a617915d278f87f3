using System.Net;

namespace TwilioConversations;

/// <summary>What an operation returns that can succeed in more than one way: the resource, and the status that says which.</summary>
/// <typeparam name="T">The type of the resource.</typeparam>
public sealed class ApiResponse<T>
{
    /// <summary>Creates a response, for tests.</summary>
    /// <param name="value">The resource.</param>
    /// <param name="statusCode">The HTTP status.</param>
    public ApiResponse(T value, HttpStatusCode statusCode)
    {
        Value = value;
        StatusCode = statusCode;
    }

    /// <summary>The resource.</summary>
    public T Value { get; }

    /// <summary>The HTTP status: 201 (Created) if all is done, 202 (Accepted) if the service is still at it.</summary>
    public HttpStatusCode StatusCode { get; }
}
