namespace TwilioConversations;

/// <summary>Sends the calls of every client, again if that is safe, and deserializes the responses or throws.</summary>
internal sealed class CallSender : IDisposable
{
    // Null for a mock, and so are the others.
    private readonly ConversationsClientOptions? _options;
    private readonly AttemptSender _attempts = null!;
    private readonly RetryPolicy _retry = null!;
    private readonly RateLimits _limits = null!;
    private readonly CancellationTokenSource _disposal = new();

    public CallSender(ConversationsClientOptions options, HttpMessageInvoker connections)
    {
        _options = (options ?? throw new ArgumentNullException(nameof(options))).Snapshot();
        BaseAddress = _options.ValidatedBaseAddress();
        _options.ValidatedMediaBaseAddress();
        _options.AttemptTimeout = Shorter(_options.AttemptTimeout, (connections as HttpClient)?.Timeout ?? Timeout.InfiniteTimeSpan);
        _attempts = new AttemptSender(_options, connections);
        _retry = new RetryPolicy(_options.Retry);
        _limits = new RateLimits(_options, this, _retry);
    }

    private CallSender()
    {
    }

    /// <summary>That of a mock, which sends nothing.</summary>
    public static CallSender None { get; } = new();

    /// <summary>The client's options.</summary>
    /// <exception cref="InvalidOperationException">It is a mock.</exception>
    public ConversationsClientOptions Options => _options ?? throw new InvalidOperationException(
        "This object is a mock, and the member that was called is not overridden: override it, or set it up with your mocking library.");

    /// <summary>The service's address, without a slash at the end; empty for a mock.</summary>
    public string BaseAddress { get; } = "";

    /// <summary>The media service's address, without a slash at the end.</summary>
    /// <exception cref="InvalidOperationException">Only the other service's address is known.</exception>
    public string MediaBaseAddress => Options.ValidatedMediaBaseAddress() ?? throw new InvalidOperationException(
        $"{nameof(ConversationsClientOptions.BaseAddress)} is set, and media are at another address: "
        + $"set {nameof(ConversationsClientOptions.MediaBaseAddress)} too.");

    /// <summary>Options for calls that share one budget of attempts and time: that of <paramref name="options"/>, or a new one.</summary>
    public RequestOptions WithinOneBudget(RequestOptions? options)
    {
        var call = RequestOptions.SnapshotOrDefault(options);
        return call.Budget is null ? call.Within(new CallBudget(Options, call)) : call;
    }

    /// <summary>Waits before the calls within a budget are repeated because of an error.</summary>
    /// <returns>false, without a wait, if no attempt or no time is left.</returns>
    public async Task<bool> WaitToRepeatAsync(ConversationsResponseException error, CallBudget budget, CancellationToken cancellationToken)
    {
        var delay = _retry.DelayAfter(error, budget.Retries);
        if (delay >= budget.TimeLeft || !budget.TryTakeRetry(isRateLimited: false))
        {
            return false;
        }

        Options.Log?.Retrying(error.Operation, budget.Retries, delay, Log.Reason(error));
        Tell(new RetryAttempt { Operation = error.Operation, Attempt = budget.Retries, Delay = delay, Error = error });
        await WaitAsync(error.Operation, delay, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Waits before a read within a budget is repeated to see a change.</summary>
    /// <exception cref="ConversationsTimeoutException">The time of the budget is over.</exception>
    public async Task WaitForChangeAsync(string operation, string change, TimeSpan delay, CallBudget budget, CancellationToken cancellationToken)
    {
        if (delay >= budget.TimeLeft)
        {
            throw new ConversationsTimeoutException(
                operation,
                budget.TotalTimeoutName,
                $"{change} did not come within the time limit of {budget.TotalTimeout}",
                innerException: null);
        }

        await WaitAsync(operation, delay, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends pending and future calls.</summary>
    public void Dispose()
    {
        if (_options is not null)
        {
            _disposal.Cancel();
            _limits.Dispose();
        }
    }

    public static ObjectDisposedException Disposed(string operation) => new("ConversationsClient", $"{operation}: the client was disposed of.");

    public Task SendAsync(ApiRequest request, CancellationToken cancellationToken) => SendAsync<object?>(request, null, cancellationToken);

    /// <summary>Sends, and hands over a whole file as a stream that disposes of the response.</summary>
    /// <param name="request">The request.</param>
    /// <param name="size">The minimum size of the file in bytes.</param>
    /// <param name="cancellationToken">Cancels the call until the stream is there.</param>
    public async Task<Stream> OpenAsync(ApiRequest request, long size, CancellationToken cancellationToken)
    {
        var response = await SendAsync<HttpResponseMessage>(request, null, cancellationToken).ConfigureAwait(false);
        return new ResponseStream(request.Operation, response, size, Options.AttemptTimeout, Options.TimeProvider, _disposal.Token);
    }

    /// <summary>Sends, and reads the response with <paramref name="read"/>, unless there is nothing to read.</summary>
    public async Task<T> SendAsync<T>(ApiRequest request, JsonRead<T>? read, CancellationToken cancellationToken)
    {
        var call = new Call(request, request.Options?.Budget ?? new CallBudget(Options, request.Options));
        cancellationToken.ThrowIfCancellationRequested();
        using var linked = cancellationToken.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposal.Token) : null;
        var stop = linked?.Token ?? _disposal.Token;
        call.Span = Telemetry.Start(call.Request);
        Exception? error = null;
        try
        {
            while (true)
            {
                using var attempt = call.Attempt = new Attempt(call);
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

                await Options.TimeProvider.DelayAsync(delay, stop).ConfigureAwait(false);
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

    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
    private async Task WaitAsync(string operation, TimeSpan delay, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposal.Token);
        try
        {
            await Options.TimeProvider.DelayAsync(delay, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw cancellationToken.IsCancellationRequested ? new OperationCanceledException(cancellationToken) : Disposed(operation);
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
        Options.Log?.Retrying(call.Request.Operation, call.Attempts, delay, Log.Reason(error));
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
            Options.Retry.OnRetry?.Invoke(attempt);
        }
#pragma warning disable CA1031 // Any exception is the callback's own and does not concern the call.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Options.Log?.OnRetryThrew(attempt.Operation, e.GetType().Name);
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) =>
        other != Timeout.InfiniteTimeSpan && other <= TimeSpan.FromDays(24) && (one == Timeout.InfiniteTimeSpan || other < one) ? other : one;
}
