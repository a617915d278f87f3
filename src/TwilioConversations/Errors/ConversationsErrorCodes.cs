namespace TwilioConversations;

/// <summary>Twilio's error codes that calls can get, to compare with <see cref="ConversationsResponseException.Code"/>.</summary>
/// <remarks>The service may add others; https://www.twilio.com/docs/api/errors lists them all.</remarks>
public static partial class ConversationsErrorCodes
{
    /// <summary>A parameter is unknown, or its value is not valid.</summary>
    public const int InvalidParameter = 20001;

    /// <summary>The credentials are wrong or no longer valid.</summary>
    public const int AuthenticationFailed = 20003;

    /// <summary>The resource does not support the method.</summary>
    public const int MethodNotAllowed = 20004;

    /// <summary>The account is not active.</summary>
    public const int AccountNotActive = 20005;

    /// <summary>The credentials do not give access to the resource.</summary>
    public const int AccessDenied = 20006;

    /// <summary>The service does not accept test credentials.</summary>
    public const int TestCredentialsNotAccepted = 20008;

    /// <summary>The action is forbidden.</summary>
    public const int Forbidden = 20403;

    /// <summary>Nothing exists at the requested address.</summary>
    public const int NotFound = 20404;

    /// <summary>The request conflicts with the state of the resource.</summary>
    public const int Conflict = 20409;

    /// <summary>Too many requests; this one was not processed and may be sent again.</summary>
    public const int TooManyRequests = 20429;

    /// <summary>The service failed.</summary>
    public const int InternalError = 20500;

    /// <summary>The service is not available.</summary>
    public const int ServiceUnavailable = 20503;

    /// <summary>The resource takes no more requests in this second; this one was not processed.</summary>
    public const int ResourceRateLimitExceeded = 54009;

    /// <summary>Returns true for the codes of a resource that exists already.</summary>
    internal static bool IsDuplicate(int? code) =>
        code is UserAlreadyExists or ConversationAlreadyExists or MemberAlreadyExists or ParticipantAlreadyExists or GroupParticipantAlreadyExists;

    /// <summary>Returns true for the codes of a resource that another request is adding or removing.</summary>
    internal static bool IsConcurrentChange(int? code) =>
        code is ConcurrentUserChange or ConcurrentParticipantChange
            or ConcurrentConversationChange or ConcurrentConversationChange50391 or ConcurrentConversationChange50449;
}
