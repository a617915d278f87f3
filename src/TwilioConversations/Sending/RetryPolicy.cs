using System.Net;

namespace TwilioConversations;

/// <summary>Decides whether an attempt that failed may be followed by another, and after how long.</summary>
internal sealed class RetryPolicy(RetryOptions options)
{
    // A call without a total time limit does not wait for ever either.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly Random _random = new();

    /// <summary>True if the change may have been made although the attempt failed with this error.</summary>
    public static bool MayHaveBeenDone(Exception error, Attempt attempt) =>
        attempt.IsSent && attempt.Call.Request.Method != HttpMethod.Get && !WasNotProcessed(error)
        && error is not ConversationsResponseException
        {
            StatusCode: >= HttpStatusCode.Ambiguous and < HttpStatusCode.InternalServerError and not HttpStatusCode.RequestTimeout,
        };

    public bool IsSafeToSendAgain(Exception error, Attempt attempt)
    {
        var request = attempt.Call.Request;
        if (request.Upload is { CanBeSent: false } || error is InvalidResponseException)
        {
            return false;
        }

        if (WasNotProcessed(error) || (error is ConversationsResponseException rejected && IsRejectedForNow(rejected)))
        {
            return true;
        }

        var isTransient = error is ConversationsTimeoutException or ConversationsConnectionException
            // Of the caller's credentials provider and handlers.
            or TimeoutException or HttpRequestException
            or ConversationsResponseException
        {
            StatusCode: HttpStatusCode.RequestTimeout or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway
                or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout,
        };
        return isTransient && (!attempt.IsSent || request.Method == HttpMethod.Get || request.Method == HttpMethod.Delete || options.RetryCreatesAndUpdates);
    }

    /// <summary>True if the wait that the service asks for fits into the time that is left.</summary>
    public static bool Fits(Exception error, TimeSpan timeLeft) =>
        timeLeft > TimeSpan.Zero && !((error as ConversationsResponseException)?.RetryAfter >= (timeLeft < LongestWait ? timeLeft : LongestWait));

    /// <summary>The delay that the service asks for; otherwise, exponential back-off, capped at the maximum, with ±50 % jitter.</summary>
    public TimeSpan DelayAfter(Exception error, int retries)
    {
        if ((error as ConversationsResponseException)?.RetryAfter is { } asked)
        {
            return asked;
        }

        return Delay(retries);
    }

    /// <summary>Exponential back-off, capped at the maximum, with ±50 % jitter.</summary>
    public TimeSpan Delay(int retries)
    {
        var most = options.Delay.TotalMilliseconds * Math.Pow(2, retries);
        return TimeSpan.FromMilliseconds(Math.Min(Between(most * 0.5, most * 1.5).TotalMilliseconds, options.MaxDelay.TotalMilliseconds));
    }

    /// <summary>A random time of so many milliseconds.</summary>
    public TimeSpan Between(double shortest, double longest)
    {
        lock (_random)
        {
            return TimeSpan.FromMilliseconds(shortest + (_random.NextDouble() * (longest - shortest)));
        }
    }

    /// <summary>
    /// True if the service rejected the request without a change, and may accept it later: another request is adding or removing the same
    /// resource, or a group MMS is still initializing. The latter is a 409 whose code no source states: any code but those of lasting errors.
    /// </summary>
    private static bool IsRejectedForNow(ConversationsResponseException error) =>
        error.IsConcurrentChange
        || error is
        {
            StatusCode: HttpStatusCode.Conflict,
            Operation: "CreateConversationMessage" or "CreateServiceConversationMessage",
            Code: not (ConversationsErrorCodes.ConversationClosed or (>= ConversationsErrorCodes.MessageNotFound and < 50600)),
        };

    /// <summary>True if the service certainly did not process the request: its response shows that, or no connection existed.</summary>
    private static bool WasNotProcessed(Exception error) => error switch
    {
        ConversationsResponseException response => response.IsRateLimited,
        ConversationsConnectionException { InnerException: HttpRequestException failure } => HadNoConnection(failure),
        _ => false,
    };

    private static bool HadNoConnection(HttpRequestException failure) => failure switch
    {
#if NET
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        } => true,
        // REFUSED_STREAM of HTTP/2.
        { InnerException: HttpProtocolException { ErrorCode: 7 } } => true,
#else
        {
            InnerException: System.Net.Sockets.SocketException or WebException
            {
                Status: WebExceptionStatus.NameResolutionFailure or WebExceptionStatus.ConnectFailure or WebExceptionStatus.TrustFailure,
            },
        } => true,
#endif
        _ => false,
    };
}
