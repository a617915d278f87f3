using System.Net;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace TwilioConversations;

/// <summary>One call over its attempts.</summary>
internal sealed class Attempts(ApiRequest call, bool leavesRateLimits, Func<TimeSpan> left)
{
    public ApiRequest Call => call;

    /// <summary>Whether somebody else waits when the service says that there are too many requests.</summary>
    public bool LeavesRateLimits => leavesRateLimits;

    /// <summary>How long the total time limit still lasts.</summary>
    public TimeSpan Left => left();

    public int Number { get; set; }

    public Exception? LastError { get; set; }

    /// <summary>The status of the last answer.</summary>
    public HttpStatusCode? Status { get; set; }

    /// <summary>The service's own name for the request of the last answer.</summary>
    public string? RequestId { get; set; }

    /// <summary>Whether an earlier attempt may have been processed, although it failed.</summary>
    public bool MayHaveBeenDone { get; set; }
}

/// <summary>Sends again what can be sent again.</summary>
internal sealed class RetryPolicy
{
    private static readonly ResiliencePropertyKey<Attempts> AttemptsKey = new("attempts");

    private readonly RetryOptions _options;
    private readonly ResiliencePipeline _pipeline;

    public RetryPolicy(RetryOptions options, TimeProvider time, ILogger logger)
    {
        _options = options;
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (options.MaximumAttempts > 1)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.MaximumAttempts - 1,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.BaseDelay,
                MaxDelay = options.MaximumDelay,
                ShouldHandle = args => new(args.Outcome.Exception is { } error && IsRetried(error, Of(args.Context))),
                DelayGenerator = args => new((args.Outcome.Exception as ConversationsException)?.RetryAfter),
                OnRetry = args =>
                {
                    var attempts = Of(args.Context);
                    var error = args.Outcome.Exception!;
                    Log.Retrying(logger, attempts.Call.Operation, attempts.Number, args.RetryDelay, Log.Reason(error));
                    options.OnRetry?.Invoke(new RetryAttempt(attempts.Call.Operation, attempts.Number, args.RetryDelay, error));
                    return default;
                },
            });
        }

        _pipeline = builder.Build();
    }

    public async Task<T> ExecuteAsync<T>(Attempts attempts, Func<Attempts, CancellationToken, Task<T>> send, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(AttemptsKey, attempts);
        try
        {
            return await _pipeline.ExecuteAsync(
                static async (context, state) =>
                {
                    state.attempts.Number++;
                    return await state.send(state.attempts, context.CancellationToken).ConfigureAwait(false);
                },
                context,
                (attempts, send)).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private bool IsRetried(Exception error, Attempts attempts)
    {
        attempts.LastError = error;
        if (!IsSafeToSendAgain(error, attempts))
        {
            return false;
        }

        return error is not ConversationsException { RetryAfter: { } wait } || wait < attempts.Left;
    }

    private bool IsSafeToSendAgain(Exception error, Attempts attempts)
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
        attempts.MayHaveBeenDone |= isTransient;
        return isTransient && (attempts.Call.Method == HttpMethod.Get || attempts.Call.Method == HttpMethod.Delete || _options.RetryCreatesAndUpdates);
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
