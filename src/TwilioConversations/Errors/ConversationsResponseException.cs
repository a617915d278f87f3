using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace TwilioConversations;

/// <summary>The service returned an error response or, in the derived class, a success response that is not valid.</summary>
/// <remarks>
/// The <see cref="Exception.Message"/> has the operation, the status, Twilio's code and the request ID, and is safe to log.
/// The service's own words may repeat personal data of the request; they are in <see cref="ServiceMessage"/> only.
/// </remarks>
/// <example>
/// <code>
/// catch (ConversationsResponseException e) when (e.IsDuplicate) { … }
/// catch (ConversationsResponseException e) when (e.Code == ConversationsErrorCodes.ParticipantLimitReached) { … }
/// </code>
/// </example>
public class ConversationsResponseException : ConversationsException
{
    /// <summary>Creates an exception for an error response.</summary>
    /// <param name="operation">The operation's name in the document, such as <c>FetchConversationParticipant</c>.</param>
    /// <param name="statusCode">The HTTP status of the response.</param>
    /// <param name="error">The error in the body; null if there was none.</param>
    /// <param name="headers">The response's headers; null for none.</param>
    public ConversationsResponseException(
        string operation, HttpStatusCode statusCode, ApiError? error = null, IReadOnlyDictionary<string, IReadOnlyList<string>>? headers = null)
        : this(operation, statusCode, error, headers, TimeProvider.System)
    {
    }

    internal ConversationsResponseException(
        string operation, HttpStatusCode statusCode, ApiError? error, IReadOnlyDictionary<string, IReadOnlyList<string>>? headers, TimeProvider time)
        : this(operation, statusCode, Describe(statusCode, error), null, error, headers, time)
    {
    }

    private protected ConversationsResponseException(
        string operation,
        HttpStatusCode statusCode,
        string what,
        Exception? cause = null,
        ApiError? error = null,
        IReadOnlyDictionary<string, IReadOnlyList<string>>? headers = null,
        TimeProvider? time = null)
        : base(operation, $"{operation}: {what}.{RequestNote(headers)}", cause)
    {
        StatusCode = statusCode;
        Error = error;
        Code = error?.UsableCode;
        ServiceMessage = error?.Words;
        MoreInfo = error?.UsableMoreInfo;
        Headers = headers ?? new Dictionary<string, IReadOnlyList<string>>();
        RequestId = Header(headers, "Twilio-Request-Id");
        RetryAfter = ParseRetryAfter(Header(headers, "Retry-After"), time ?? TimeProvider.System);
    }

    /// <summary>The HTTP status of the response.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>
    /// The error in the body, with fields that this library does not know, such as <c>details</c>; null if there was none that is JSON.
    /// </summary>
    /// <remarks>May repeat values of the request, personal data included: keep it out of logs.</remarks>
    public ApiError? Error { get; }

    /// <summary>Twilio's error code, such as 20404; null if the response had none, for example if a proxy sent it.</summary>
    public int? Code { get; }

    /// <summary>The service's own words: the message, or else RFC 9457's detail or title; null if the response had none that could be read.</summary>
    /// <remarks>May repeat values of the request, personal data included: keep it out of logs.</remarks>
    public string? ServiceMessage { get; }

    /// <summary>The address of a page about the error; null if the response had none.</summary>
    public string? MoreInfo { get; }

    /// <summary>The request ID, which Twilio's support asks for; null if the response had none.</summary>
    public string? RequestId { get; }

    /// <summary>The delay that the service asks for before the next attempt, zero or more; null if not provided.</summary>
    /// <remarks>A date is converted to the time that was left when this exception was created, by the clock of the options.</remarks>
    public TimeSpan? RetryAfter { get; }

    /// <summary>The headers of the response, by case-insensitive name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Headers { get; }

    /// <summary>true if there is no such conversation, participant or other resource: status 404.</summary>
    public bool IsNotFound => StatusCode == HttpStatusCode.NotFound;

    /// <summary>
    /// true if the resource already exists: <see cref="ConversationsErrorCodes.UserAlreadyExists"/>,
    /// <see cref="ConversationsErrorCodes.ConversationAlreadyExists"/>, <see cref="ConversationsErrorCodes.ParticipantAlreadyExists"/>,
    /// <see cref="ConversationsErrorCodes.MemberAlreadyExists"/> or <see cref="ConversationsErrorCodes.GroupParticipantAlreadyExists"/>.
    /// </summary>
    public bool IsDuplicate => ConversationsErrorCodes.IsDuplicate(Code);

    /// <summary>
    /// true if another request is adding or removing the same resource, such as <see cref="ConversationsErrorCodes.ConcurrentParticipantChange"/>.
    /// Nothing was changed, and the call was repeated as often as its limits allow.
    /// </summary>
    public bool IsConcurrentChange => ConversationsErrorCodes.IsConcurrentChange(Code);

    /// <summary>true if there are too many requests: status 429. This one was not processed; see <see cref="RetryAfter"/>.</summary>
    public bool IsRateLimited => (int)StatusCode == 429;

    /// <summary>true if the service rejected the credentials: status 401 or <see cref="ConversationsErrorCodes.AuthenticationFailed"/>.</summary>
    public bool IsUnauthorized => StatusCode == HttpStatusCode.Unauthorized || Code == ConversationsErrorCodes.AuthenticationFailed;

    /// <summary>
    /// The conversation in which the address and proxy address are already bound, if that is the error
    /// (<see cref="ConversationsErrorCodes.BindingAlreadyExists"/>) and the service names it; otherwise null.
    /// </summary>
    public string? BlockingConversationSid => Code == ConversationsErrorCodes.BindingAlreadyExists && ServiceMessage is not null
        && Regex.Match(ServiceMessage, "CH[0-9a-fA-F]{32}(?![0-9a-fA-F])") is { Success: true } sid ? sid.Value : null;

    private static string Describe(HttpStatusCode statusCode, ApiError? error)
    {
        var status = $"the service returned {(int)statusCode} {statusCode}";
        return error?.UsableCode is { } code
            ? $"{status}, Twilio error {code} (https://www.twilio.com/docs/api/errors/{code})"
            : status;
    }

    private static string RequestNote(IReadOnlyDictionary<string, IReadOnlyList<string>>? headers) =>
        Header(headers, "Twilio-Request-Id") is { } id ? $" Request {id}." : "";

    private static string? Header(IReadOnlyDictionary<string, IReadOnlyList<string>>? headers, string name) =>
        headers is not null && headers.TryGetValue(name, out var values) && values.Count > 0 ? values[0] : null;

    private static TimeSpan? ParseRetryAfter(string? value, TimeProvider time)
    {
        if (!RetryConditionHeaderValue.TryParse(value, out var retryAfter))
        {
            // More seconds than an int holds: still a long wait.
            return value?.Length > 0 && value.All(c => c is >= '0' and <= '9') ? TimeSpan.FromSeconds(int.MaxValue) : null;
        }

        var wait = retryAfter.Delta ?? retryAfter.Date!.Value - time.GetUtcNow();
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
