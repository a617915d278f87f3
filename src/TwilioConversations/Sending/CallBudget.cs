namespace TwilioConversations;

/// <summary>
/// The attempts and the time that are left for one call or, in a bulk operation, for all calls that one input takes; and what they may have done.
/// </summary>
internal sealed class CallBudget(ConversationsClientOptions options, RequestOptions? call, SharedBackOff? backOff = null)
{
    // For one input of a bulk operation, most of them for a 429.
    private const int BulkAttempts = 8;

    private long _started = options.TimeProvider.GetTimestamp();
    private int _otherRetries;

    /// <summary>The back-off that all inputs of a bulk operation share; null for single calls.</summary>
    public SharedBackOff? BackOff => backOff;

    public ConversationsClientOptions Options => options;

    public TimeProvider Time => options.TimeProvider;

    /// <summary>The maximum number of attempts.</summary>
    public int MaxAttempts => call?.MaxAttempts ?? (backOff is null ? options.Retry.MaxAttempts : BulkAttempts);

    public TimeSpan TotalTimeout => call?.Timeout ?? options.TotalTimeout;

    public string TotalTimeoutName => call?.Timeout is null ? nameof(options.TotalTimeout) : nameof(call.Timeout);

    /// <summary>True if a change may have been made although no response confirmed it.</summary>
    public bool MayHaveBeenDone { get; set; }

    /// <summary>True if the total time limit has ended a call.</summary>
    public bool IsOutOfTime { get; set; }

    /// <summary>The number of attempts that were followed by another.</summary>
    public int Retries { get; private set; }

    /// <summary>The rest of the total time limit; the largest value if there is none.</summary>
    public TimeSpan TimeLeft => TotalTimeout == Timeout.InfiniteTimeSpan
        ? TimeSpan.MaxValue
        : TotalTimeout - Time.GetElapsedTime(_started);

    /// <summary>Extends the total time limit by a wait that does not count toward it.</summary>
    public void Extend(TimeSpan wait) => _started += (long)(wait.TotalSeconds * Time.TimestampFrequency);

    /// <summary>Uses up one of the remaining retries: in bulk, failures other than 429 are retried no more often than elsewhere.</summary>
    public bool TryTakeRetry(bool isRateLimited)
    {
        var others = backOff is null ? MaxAttempts : options.Retry.MaxAttempts;
        if (Retries + 1 >= MaxAttempts || (!isRateLimited && _otherRetries + 1 >= others))
        {
            return false;
        }

        Retries++;
        _otherRetries += isRateLimited ? 0 : 1;
        return true;
    }
}
