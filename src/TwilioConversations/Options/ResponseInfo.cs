using System.Net;

namespace TwilioConversations;

/// <summary>The status and the headers of a response, for <see cref="RequestOptions.OnResponse"/>.</summary>
public sealed class ResponseInfo
{
    /// <summary>Creates an instance, for tests.</summary>
    /// <param name="statusCode">The HTTP status.</param>
    /// <param name="headers">The headers.</param>
    /// <exception cref="ArgumentNullException"><paramref name="headers"/> is null.</exception>
    public ResponseInfo(HttpStatusCode statusCode, IReadOnlyDictionary<string, IReadOnlyList<string>> headers)
    {
        StatusCode = statusCode;
        Headers = headers ?? throw new ArgumentNullException(nameof(headers));
    }

    /// <summary>The HTTP status.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>The headers of the response and of its content. Names compare without regard to case.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Headers { get; }

    /// <summary>The service's ID of the request, for its support; null if the response has none.</summary>
    public string? RequestId => Headers.TryGetValue("Twilio-Request-Id", out var ids) && ids.Count > 0 ? ids[0] : null;

    /// <summary>The status and the request ID.</summary>
    public override string ToString() => $"{(int)StatusCode} {RequestId}".TrimEnd();
}
