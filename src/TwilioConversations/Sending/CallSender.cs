namespace TwilioConversations;

/// <summary>Sends a call, again if that is safe, and deserializes the response or throws.</summary>
internal sealed class CallSender : IDisposable
{
    private readonly ConversationsClientOptions _options;
    private readonly AttemptSender _attempts;
    private readonly RetryPolicy _retry;
    private readonly RateLimits _limits;
    private readonly CancellationTokenSource _disposal = new();

    public CallSender(ConversationsClientOptions options, HttpMessageInvoker connections)
    {
        _options = (options ?? throw new ArgumentNullException(nameof(options))).Snapshot();
        BaseAddress = _options.ValidatedBaseAddress();
        MediaBaseAddress = _options.ValidatedMediaBaseAddress();
        _options.AttemptTimeout = Shorter(_options.AttemptTimeout, (connections as HttpClient)?.Timeout ?? Timeout.InfiniteTimeSpan);
        _attempts = new AttemptSender(_options, connections);
        _retry = new RetryPolicy(_options.Retry);
        _limits = new RateLimits(_options, this, _retry);
    }

    public string BaseAddress { get; }

    public string? MediaBaseAddress { get; }

    public Log? Log => _options.Log;

    public SharedBackOff CreateBackOff() => new(_options.TimeProvider);

    public CallBudget CreateBudget(RequestOptions? options, SharedBackOff? backOff = null) => new(_options, options, backOff);

    public Call Begin(ApiRequest request, CallBudget? budget) => new(request, budget ?? CreateBudget(request.Options), _options.TimeProvider);

    /// <summary>Takes a retry for several calls that are repeated together.</summary>
    /// <returns>How long to wait before it; null if no attempt or no time is left.</returns>
    public TimeSpan? TakeRetry(ConversationsResponseException error, CallBudget budget)
    {
        var delay = _retry.DelayAfter(error, budget.Retries);
        if (delay >= budget.TimeLeft || !budget.TryTakeRetry(isRateLimited: false))
        {
            return null;
        }

        _options.Log?.Retrying(error.Operation, budget.Retries, delay, Log.Reason(error));
        Tell(new RetryAttempt { Operation = error.Operation, Attempt = budget.Retries, Delay = delay, Error = error });
        return delay;
    }

    /// <summary>Waits between two calls.</summary>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
    public async Task WaitAsync(string operation, TimeSpan delay, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposal.Token);
        try
        {
            await _options.TimeProvider.DelayAsync(delay, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw cancellationToken.IsCancellationRequested ? new OperationCanceledException(cancellationToken) : Disposed(operation);
        }
    }

    public Stream ToStream(string operation, HttpResponseMessage response, long size) =>
        new ResponseStream(operation, response, size, _options.AttemptTimeout, _options.TimeProvider, _disposal.Token);

    public void Dispose()
    {
        _disposal.Cancel();
        _limits.Dispose();
    }

    public static ObjectDisposedException Disposed(string operation) => new("ConversationsClient", $"{operation}: the client was disposed of.");

    public async Task<T> SendAsync<T>(Call call, JsonRead<T>? read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var linked = cancellationToken.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposal.Token) : null;
        var stop = linked?.Token ?? _disposal.Token;
        call.Span = Telemetry.Start(call.Request);
        Exception? error = null;
        try
        {
            while (true)
            {
                using var attempt = call.Attempt = new Attempt(call, _options);
                var isDone = false;
                TimeSpan delay;
                try
                {
                    using var permits = _limits.Apply(call) ? await _limits.AcquireAsync(call, stop).ConfigureAwait(false) : null;
                    var result = await _attempts.SendAsync(attempt, read, stop).ConfigureAwait(false);
                    if (permits is not null)
                    {
                        _limits.Learn(call.Request, result);
                    }

                    isDone = true;
                    Show(attempt);
                    return result;
                }
                catch (Exception e) when (!isDone)
                {
                    if (PrepareRetry(e, attempt) is not { } wait)
                    {
                        if (!stop.IsCancellationRequested)
                        {
                            Show(attempt);
                        }

                        throw;
                    }

                    delay = wait;
                }

                await _options.TimeProvider.DelayAsync(delay, stop).ConfigureAwait(false);
                if (call.Budget.TimeLeft <= TimeSpan.Zero)
                {
                    throw AttemptSender.OutOfTime(call, null);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            error = cancellationToken.IsCancellationRequested
                ? new OperationCanceledException(cancellationToken)
                : Disposed(call.Request.Operation);
            throw error;
        }
        catch (Exception e)
        {
            error = e;
            (e as ConversationsException)?.SetMayHaveBeenDone(call.Budget.MayHaveBeenDone);
            throw;
        }
        finally
        {
            Telemetry.Stop(call, error);
        }
    }

    /// <summary>Keeps what a failure leaves open, and takes a retry if one follows.</summary>
    /// <returns>The delay before it; null if none follows.</returns>
    private TimeSpan? PrepareRetry(Exception error, Attempt attempt)
    {
        var (call, budget) = (attempt.Call, attempt.Call.Budget);
        budget.MayHaveBeenDone |= RetryPolicy.MayHaveBeenDone(error, attempt);
        if (budget.IsOutOfTime || !_retry.IsSafeToSendAgain(error, attempt))
        {
            return null;
        }

        var isRateLimited = error is ConversationsResponseException { IsRateLimited: true };
        var delay = _retry.DelayAfter(error, budget.Retries);
        var backOff = isRateLimited ? budget.BackOff : null;
        if (backOff is not null)
        {
            // The others wait even if this input gives up.
            delay = backOff.Extend(delay);
        }
        else if (!RetryPolicy.Fits(error, budget.TimeLeft))
        {
            return null;
        }

        if (!budget.TryTakeRetry(isRateLimited))
        {
            return null;
        }

        call.LastError = error;
        (error as ConversationsException)?.SetMayHaveBeenDone(budget.MayHaveBeenDone);
        _options.Log?.Retrying(call.Request.Operation, call.Attempts, delay, Log.Reason(error));
        Tell(new RetryAttempt { Operation = call.Request.Operation, Attempt = call.Attempts, Delay = delay, Error = error });
        // In bulk the back-off waits, before the next turn.
        return backOff is not null ? TimeSpan.Zero : delay < budget.TimeLeft ? delay : budget.TimeLeft > TimeSpan.Zero ? budget.TimeLeft : TimeSpan.Zero;
    }

    private static void Show(Attempt attempt)
    {
        if (attempt.Response is { } response)
        {
            attempt.Call.Request.Options!.OnResponse!(response);
        }
    }

    private void Tell(RetryAttempt attempt)
    {
        try
        {
            _options.Retry.OnRetry?.Invoke(attempt);
        }
#pragma warning disable CA1031 // Any exception is the callback's own and says nothing about the call.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _options.Log?.OnRetryThrew(attempt.Operation, e.GetType().Name);
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) =>
        other != Timeout.InfiniteTimeSpan && other <= TimeSpan.FromDays(24) && (one == Timeout.InfiniteTimeSpan || other < one) ? other : one;
}
