namespace TwilioConversations;

/// <summary>
/// The attempts and the time that are left for one call or, in a bulk operation, for all calls that one input takes; and what they may have done.
/// </summary>
internal sealed class CallBudget(ConversationsClientOptions options, int maxAttempts, SharedBackOff? backOff = null)
{
    private readonly long _started = options.TimeProvider.GetTimestamp();
    private TimeSpan _backedOff;
    private int _otherRetries;

    /// <summary>What all inputs of a bulk operation wait for; null outside of one.</summary>
    public SharedBackOff? BackOff => backOff;

    /// <summary>Whether a change may have been made although no response confirmed it.</summary>
    public bool MayHaveBeenDone { get; set; }

    /// <summary>Whether the total time limit has ended a call.</summary>
    public bool IsOutOfTime { get; set; }

    /// <summary>The number of attempts that were followed by another.</summary>
    public int Retries { get; private set; }

    /// <summary>What is left of the total time limit; the largest value if there is none.</summary>
    public TimeSpan TimeLeft => options.TotalTimeout == Timeout.InfiniteTimeSpan
        ? TimeSpan.MaxValue
        : options.TotalTimeout + _backedOff - options.TimeProvider.GetElapsedTime(_started);

    /// <summary>Waits until the service takes one more request of a bulk operation; that time does not count towards the total limit.</summary>
    /// <returns>The permit to dispose of when the response has come; null if there is no limit.</returns>
    public async Task<IDisposable?> WaitForTurnAsync(string partition, CancellationToken cancellationToken)
    {
        var began = options.TimeProvider.GetTimestamp();
        var permit = await backOff!.WaitAsync(partition, cancellationToken).ConfigureAwait(false);
        _backedOff += options.TimeProvider.GetElapsedTime(began);
        return permit;
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
