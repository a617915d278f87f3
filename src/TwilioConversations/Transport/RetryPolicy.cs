using System.Net;

namespace TwilioConversations;

/// <summary>Decides whether an attempt that failed is followed by another, and after how long.</summary>
internal sealed class RetryPolicy(RetryOptions options, Log? log)
{
    // A call without a total time limit does not wait for ever either.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly Random _random = new();

    /// <summary>How long to wait before the next attempt; null where none follows. In either case the context keeps what the failure leaves open.</summary>
    public TimeSpan? DelayAfter(Exception error, CallContext context)
    {
        context.MayHaveBeenDone |= MayHaveBeenDone(error, context);
        if (context.IsOutOfTime || !context.Request.CanBeRepeated || !IsSafeToSendAgain(error, context))
        {
            return null;
        }

        var isRateLimited = error is ConversationsException { IsRateLimited: true };
        var retryAfter = (error as ConversationsException)?.RetryAfter;
        var delay = retryAfter ?? Exponential(context.Retries);
        var backOff = isRateLimited ? context.BackOff : null;
        if (backOff is not null)
        {
            // The others wait even where this input gives up.
            delay = backOff.Extend(delay);
        }
        else if (retryAfter >= Min(context.TimeLeft, LongestWait))
        {
            return null;
        }

        if (!context.TryTakeRetry(isRateLimited))
        {
            return null;
        }

        context.LastError = error;
        log?.Retrying(context.Request.Operation, context.Attempts, delay, Log.Reason(error));
        Tell(new RetryAttempt { Operation = context.Request.Operation, Attempt = context.Attempts, Delay = delay, Error = error });
        return backOff is null ? Min(delay, context.TimeLeft) : TimeSpan.Zero;
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <summary>Whether the change may have been made although the attempt failed so.</summary>
    private static bool MayHaveBeenDone(Exception error, CallContext context) =>
        context.IsSent && context.Request.Method != HttpMethod.Get && !IsConnectionFailure(error)
        && error is not ConversationsException { StatusCode: >= HttpStatusCode.Ambiguous and < HttpStatusCode.InternalServerError and not HttpStatusCode.RequestTimeout };

    private bool IsSafeToSendAgain(Exception error, CallContext context)
    {
        if (error is ConversationsException { IsRateLimited: true } || IsConnectionFailure(error))
        {
            return true;
        }

        var isTransient = error is TimeoutException or HttpRequestException or ConversationsException
        {
            StatusCode: HttpStatusCode.RequestTimeout or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway
                or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout,
        };
        return isTransient && (!context.IsSent || context.Request.Method == HttpMethod.Get || context.Request.Method == HttpMethod.Delete || options.RetryCreatesAndUpdates);
    }

    /// <summary>Whether no connection came about, so that nothing can have been sent.</summary>
    private static bool IsConnectionFailure(Exception error) => error is HttpRequestException unsent &&
#if NET
        unsent.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
#else
        unsent.InnerException is WebException { Status: WebExceptionStatus.NameResolutionFailure or WebExceptionStatus.ConnectFailure or WebExceptionStatus.TrustFailure }
            or System.Net.Sockets.SocketException;
#endif

    /// <summary>Doubles with each retry up to its maximum, half of it to one and a half of it at random.</summary>
    private TimeSpan Exponential(int retries)
    {
        double spread;
        lock (_random)
        {
            spread = 0.5 + _random.NextDouble();
        }

        return TimeSpan.FromMilliseconds(Math.Min(options.Delay.TotalMilliseconds * Math.Pow(2, retries) * spread, options.MaxDelay.TotalMilliseconds));
    }

    private void Tell(RetryAttempt attempt)
    {
        try
        {
            options.OnRetry?.Invoke(attempt);
        }
#pragma warning disable CA1031 // Any exception is the callback's own and says nothing about the call.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log?.OnRetryThrew(attempt.Operation, e.GetType().Name);
        }
    }
}
