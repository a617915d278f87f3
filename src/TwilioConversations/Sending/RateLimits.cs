using System.Threading.RateLimiting;

namespace TwilioConversations;

/// <summary>Acquires the permits that an attempt needs: from the limiter of its conversation, and from that of all requests.</summary>
internal sealed class RateLimits : IDisposable
{
    private const int PerSecond = 30;

    // In milliseconds, before a bulk operation asks a limiter again that neither queues nor gives a RetryAfter.
    private const int ShortestPause = 50;
    private const int LongestPause = 150;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly ConversationsClientOptions _options;
    private readonly CallSender _sender;
    private readonly RetryPolicy _retry;
    private readonly ConversationSids _sids;
    private readonly Lazy<PartitionedRateLimiter<string>> _bulkDefault;
    private readonly bool _isUnlimited;

    public RateLimits(ConversationsClientOptions options, CallSender sender, RetryPolicy retry)
    {
        (_options, _sender, _retry) = (options, sender, retry);
        // Its partitions need no SIDs.
        _isUnlimited = options.ConversationRateLimiter is not null && options.ConversationRateLimiter == ConversationRateLimits.None;
        _bulkDefault = new(() => ConversationRateLimits.PerSecond(PerSecond, options.TimeProvider));
        _sids = new(FetchSidAsync);
    }

    /// <summary>Returns true if an attempt may have to wait; otherwise, false.</summary>
    public bool Apply(Call call) => call.Budget.BackOff is not null || _options.RateLimiter is not null || _options.ConversationRateLimiter is not null;

    /// <summary>Waits until the service and the limiters take the attempt. Dispose of the permits when the response has come.</summary>
    /// <exception cref="ConversationsRateLimiterException">A limiter gave no permit.</exception>
    public async Task<Permits> AcquireAsync(Call call, CancellationToken stop)
    {
        if (call.Budget.BackOff is not { } backOff)
        {
            return await AcquireInTimeAsync(call, stop).ConfigureAwait(false);
        }

        var began = _options.TimeProvider.GetTimestamp();
        while (true)
        {
            await backOff.WaitAsync(stop).ConfigureAwait(false);
            var permits = await AcquireBothAsync(call, stop).ConfigureAwait(false);
            // A permit of now is of no use later.
            if (backOff.Remaining <= TimeSpan.Zero)
            {
                call.Budget.Extend(_options.TimeProvider.GetElapsedTime(began));
                return permits;
            }

            permits.Dispose();
        }
    }

    /// <summary>Takes from a response which conversation the request was about.</summary>
    public void Learn(ApiRequest request, object? resource) => _sids.Learn(request, resource);

    public void Dispose()
    {
        if (_bulkDefault.IsValueCreated)
        {
            _bulkDefault.Value.Dispose();
        }
    }

    private async Task<Permits> AcquireInTimeAsync(Call call, CancellationToken stop)
    {
        using var limit = new LinkedTimeout(call.Budget.TimeLeft, _options.TimeProvider, stop);
        try
        {
            return await AcquireBothAsync(call, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            stop.ThrowIfCancellationRequested();
            throw limit.Token.IsCancellationRequested
                ? AttemptSender.OutOfTime(call, e)
                : new ConversationsTimeoutException(call.Request.Operation, null, "the rate limiter was canceled, and not by this call", e);
        }
    }

    // First the conversation's, so that those who wait for a busy conversation hold up no other.
    private async Task<Permits> AcquireBothAsync(Call call, CancellationToken cancellationToken)
    {
        var conversation = await AcquireOfConversationAsync(call, cancellationToken).ConfigureAwait(false);
        try
        {
            return new(conversation, _options.RateLimiter is { } all
                ? await AcquireAsync(call, token => all.AcquireAsync(1, token), cancellationToken).ConfigureAwait(false)
                : null);
        }
        catch
        {
            conversation?.Dispose();
            throw;
        }
    }

    private async Task<RateLimitLease?> AcquireOfConversationAsync(Call call, CancellationToken cancellationToken)
    {
        var limiter = _options.ConversationRateLimiter ?? (call.Budget.BackOff is null ? null : _bulkDefault.Value);
        if (limiter is null || _isUnlimited || _sids.Of(call.Request) is not { } known)
        {
            return null;
        }

        var sid = await known.WaitAsync(Timeout.InfiniteTimeSpan, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
        return await AcquireAsync(call, token => limiter.AcquireAsync(sid, 1, token), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks a limiter, and asks again after a while if it does not queue, as limiters over several processes do not.</summary>
    private async Task<RateLimitLease> AcquireAsync(
        Call call, Func<CancellationToken, ValueTask<RateLimitLease>> ask, CancellationToken cancellationToken)
    {
        for (var rejections = 0; ; rejections++)
        {
            var lease = await ask(cancellationToken).ConfigureAwait(false);
            if (lease.IsAcquired)
            {
                return lease;
            }

            TimeSpan? asked = lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter) && retryAfter > TimeSpan.Zero ? retryAfter : null;
            lease.Dispose();
            if (call.Budget.BackOff is null && (asked >= call.Budget.TimeLeft || (asked is null && rejections + 1 >= call.Budget.MaxAttempts)))
            {
                throw new ConversationsRateLimiterException(call.Request.Operation, asked, call.LastError);
            }

            var wait = asked ?? (call.Budget.BackOff is null ? _retry.Delay(rejections) : _retry.Between(ShortestPause, LongestPause));
            await _options.TimeProvider.DelayAsync(wait < LongestWait ? wait : LongestWait, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads which conversation a request is about, and has the reading itself counted for it.</summary>
    private async Task<string> FetchSidAsync(ApiRequest request)
    {
        var conversation = await _sender.SendAsync(request, Conversation.ReadFrom, CancellationToken.None).ConfigureAwait(false);
        var limiter = _options.ConversationRateLimiter ?? _bulkDefault.Value;
        (await limiter.AcquireAsync(conversation.Sid).ConfigureAwait(false)).Dispose();
        return conversation.Sid;
    }

    /// <summary>The permits for one attempt.</summary>
    internal sealed class Permits(RateLimitLease? conversation, RateLimitLease? all) : IDisposable
    {
        public void Dispose()
        {
            all?.Dispose();
            conversation?.Dispose();
        }
    }
}
