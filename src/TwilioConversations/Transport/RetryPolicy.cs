using System.Net;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace TwilioConversations;

/// <summary>One call over its attempts.</summary>
internal sealed class Attempts(ApiRequest call, TimeProvider time, TimeSpan limit)
{
    // A call without a limit waits no longer either, since no timer counts to what an answer may ask for.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly long _started = time.GetTimestamp();

    public ApiRequest Call => call;

    /// <summary>Whether somebody else waits when the service says that there are too many requests.</summary>
    public bool LeavesRateLimits { get; init; }

    public TimeSpan Elapsed => time.GetElapsedTime(_started);

    /// <summary>How long the call may still wait.</summary>
    public TimeSpan Left => limit == Timeout.InfiniteTimeSpan ? LongestWait : limit - Elapsed;

    /// <summary>The number of the attempt, from 1 once the first has its permit.</summary>
    public int Number { get; set; }

    /// <summary>Whether the attempt has got as far as being sent.</summary>
    public bool IsSent { get; set; }

    /// <summary>Why the last attempt that another was to follow failed.</summary>
    public Exception? LastError { get; set; }

    /// <summary>The status of the last answer.</summary>
    public HttpStatusCode? Status { get; set; }

    /// <summary>The service's own name for the request of the last answer.</summary>
    public string? RequestId { get; set; }

    /// <summary>Whether an earlier attempt may have been processed, although it failed.</summary>
    public bool MayHaveBeenDone { get; set; }
}

/// <summary>Sends again what can be sent again.</summary>
internal sealed class RetryPolicy(RetryOptions options, TimeProvider time, ILogger logger)
{
    private static readonly ResiliencePropertyKey<Attempts> AttemptsKey = new("attempts");

    // Most processes never see a call fail, and need none of the machinery. Two that are made at once are alike.
    private ResiliencePipeline? _pipeline;

    /// <summary>Whether a call that failed so is sent again.</summary>
    public bool Handles(Exception error, Attempts attempts) => options.MaximumAttempts > 1 && IsRetried(error, attempts, options);

    /// <summary>Goes on after the first attempt, which failed: waits and sends, until it succeeds or nothing is left to try.</summary>
    public async Task<T> ExecuteAsync<T>(Attempts attempts, Func<Attempts, CancellationToken, Task<T>> send, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(AttemptsKey, attempts);
        _pipeline ??= Build(options, time, logger);
        var isFirst = true;
        try
        {
            return await _pipeline.ExecuteAsync(
                async context =>
                {
                    if (isFirst)
                    {
                        isFirst = false;
                        ExceptionDispatchInfo.Capture(attempts.LastError!).Throw();
                    }

                    return await send(attempts, context.CancellationToken).ConfigureAwait(false);
                },
                context).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static ResiliencePipeline Build(RetryOptions options, TimeProvider time, ILogger logger) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = options.MaximumAttempts - 1,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = options.BaseDelay,
            MaxDelay = options.MaximumDelay,
            ShouldHandle = args => new(args.Outcome.Exception is { } error && IsRetried(error, Of(args.Context), options)),
            DelayGenerator = args => new((args.Outcome.Exception as ConversationsException)?.RetryAfter),
            OnRetry = args =>
            {
                var attempts = Of(args.Context);
                var error = args.Outcome.Exception!;
                Log.Retrying(logger, attempts.Call.Operation, attempts.Number, args.RetryDelay, Log.Reason(error));
                options.OnRetry?.Invoke(new RetryAttempt(attempts.Call.Operation, attempts.Number, args.RetryDelay, error));
                return default;
            },
        })
        .Build();

    private static bool IsRetried(Exception error, Attempts attempts, RetryOptions options)
    {
        if (!IsSafeToSendAgain(error, attempts, options))
        {
            return false;
        }

        attempts.LastError = error;
        return error is not ConversationsException { RetryAfter: { } wait } || wait < attempts.Left;
    }

    private static bool IsSafeToSendAgain(Exception error, Attempts attempts, RetryOptions options)
    {
        if (error is ConversationsException { IsRateLimited: true })
        {
            return !attempts.LeavesRateLimits;
        }

        if (error is HttpRequestException unsent && IsConnectionFailure(unsent))
        {
            return true;
        }

        var isTransient = error is TimeoutException or HttpRequestException or ConversationsException
        {
            StatusCode: HttpStatusCode.RequestTimeout or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway
                or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout,
        };
        attempts.MayHaveBeenDone |= isTransient && attempts.IsSent;
        return isTransient && (!attempts.IsSent || attempts.Call.Method == HttpMethod.Get || attempts.Call.Method == HttpMethod.Delete || options.RetryCreatesAndUpdates);
    }

    /// <summary>Whether no connection came about, so that nothing can have been sent.</summary>
    private static bool IsConnectionFailure(HttpRequestException error) =>
#if NET
        error.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
#else
        error.InnerException is WebException { Status: WebExceptionStatus.NameResolutionFailure or WebExceptionStatus.ConnectFailure or WebExceptionStatus.TrustFailure }
            or System.Net.Sockets.SocketException;
#endif

    private static Attempts Of(ResilienceContext context) => context.Properties.GetValue(AttemptsKey, null!);
}
