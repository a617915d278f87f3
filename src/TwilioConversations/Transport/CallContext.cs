using System.Diagnostics;
using System.Net;

namespace TwilioConversations;

/// <summary>What is known of one call; in a bulk operation, of all calls that are made for one input. It lives as long as they do.</summary>
internal sealed class CallContext(ConversationsClientOptions options, int maxAttempts, SharedBackOff? backOff = null)
{
    private readonly long _started = options.TimeProvider.GetTimestamp();
    private long _callStarted;
    private long _attemptLimited;
    private TimeSpan _backedOff;
    private int _otherRetries;
    private IDisposable? _turn;

    /// <summary>The call that is made now.</summary>
    public ApiRequest Request { get; private set; } = null!;

    /// <summary>How often the call was sent.</summary>
    public int Attempts { get; set; }

    /// <summary>Whether anything of the attempt's request may have left.</summary>
    public bool IsSent { get; set; }

    /// <summary>Whether the attempt's request waits for a connection still.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>Whether the attempt ends with the total time limit rather than its own.</summary>
    public bool IsLast { get; private set; }

    /// <summary>Why the call's last attempt that another was to follow failed.</summary>
    public Exception? LastError { get; set; }

    /// <summary>The status of the attempt's response.</summary>
    public HttpStatusCode? Status { get; set; }

    /// <summary>The call in the caller's traces; null where nobody listens.</summary>
    public Activity? Span { get; set; }

    /// <summary>The service's own name for the request, where there is a span to take it.</summary>
    public string? RequestId { get; set; }

    /// <summary>Whether a change may have been made although no response confirmed it.</summary>
    public bool MayHaveBeenDone { get; set; }

    /// <summary>Whether the total time limit has ended a call.</summary>
    public bool IsOutOfTime { get; set; }

    /// <summary>How many attempts were followed by another.</summary>
    public int Retries { get; private set; }

    /// <summary>What all inputs of a bulk operation wait for; null outside of one.</summary>
    public SharedBackOff? BackOff => backOff;

    /// <summary>Whether the wait for a connection took more than a hundredth of the attempt's limit, which then begins anew; for less it is not worth setting a timer again.</summary>
    public bool HasWaited => !IsLast && options.TimeProvider.GetElapsedTime(_attemptLimited).Ticks > options.AttemptTimeout.Ticks / 100;

    /// <summary>How long the call has taken with its waits.</summary>
    public TimeSpan Elapsed => options.TimeProvider.GetElapsedTime(_callStarted);

    /// <summary>What is left of the total time limit; the largest value if there is none.</summary>
    public TimeSpan TimeLeft => options.TotalTimeout == Timeout.InfiniteTimeSpan
        ? TimeSpan.MaxValue
        : options.TotalTimeout + _backedOff - options.TimeProvider.GetElapsedTime(_started);

    public void BeginCall(ApiRequest request)
    {
        (Request, Attempts, LastError) = (request, 0, null);
        _callStarted = options.TimeProvider.GetTimestamp();
    }

    public void BeginAttempt() => (IsSent, IsWaiting, IsLast, Status, RequestId) = (false, false, false, null, null);

    /// <summary>How long the attempt may take from now on.</summary>
    public TimeSpan LimitAttempt()
    {
        _attemptLimited = options.TimeProvider.GetTimestamp();
        var timeLeft = TimeLeft;
        IsLast = options.AttemptTimeout == Timeout.InfiniteTimeSpan || timeLeft < options.AttemptTimeout;
        return IsLast ? timeLeft : options.AttemptTimeout;
    }

    /// <summary>Waits until the service takes one more request of a bulk operation; that time does not count towards the total limit.</summary>
    public async Task WaitForTurnAsync(CancellationToken cancellationToken)
    {
        var began = options.TimeProvider.GetTimestamp();
        _turn = await backOff!.WaitAsync(Request.Partition, cancellationToken).ConfigureAwait(false);
        _backedOff += options.TimeProvider.GetElapsedTime(began);
    }

    /// <summary>Tells that the response has come, or will not.</summary>
    public void EndTurn()
    {
        _turn?.Dispose();
        _turn = null;
    }

    /// <summary>Uses up one of the remaining retries: in bulk, failures other than 429 are retried no more often than elsewhere.</summary>
    public bool TryTakeRetry(bool isRateLimited)
    {
        if (Retries + 1 >= maxAttempts || (!isRateLimited && _otherRetries + 1 >= options.Retry.MaxAttempts))
        {
            return false;
        }

        Retries++;
        _otherRetries += isRateLimited ? 0 : 1;
        return true;
    }
}
