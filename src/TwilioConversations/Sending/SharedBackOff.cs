namespace TwilioConversations;

/// <summary>Pauses all inputs of a bulk operation when the service asks any of them to wait.</summary>
internal sealed class SharedBackOff(TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly object _lock = new();
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _until;

    /// <summary>The rest of the pause; zero or less if there is none.</summary>
    public TimeSpan Remaining
    {
        get
        {
            lock (_lock)
            {
                return _until - time.GetElapsedTime(_start);
            }
        }
    }

    /// <summary>Waits until there is no pause.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (Remaining is var wait && wait > TimeSpan.Zero)
        {
            await time.DelayAsync(wait, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Makes all inputs wait at least as long as the service asks, but at most five minutes, and returns that time.</summary>
    public TimeSpan Extend(TimeSpan retryAfter)
    {
        lock (_lock)
        {
            var now = time.GetElapsedTime(_start);
            var until = now + (retryAfter < Longest ? retryAfter : Longest);
            _until = until > _until ? until : _until;
            return _until - now;
        }
    }
}
