namespace TwilioConversations;

/// <summary>Holds back all inputs of a bulk operation: to so many requests a second, and once the service has asked one of them to wait.</summary>
internal sealed class SharedBackOff(TimeProvider time, RequestPace pace, int? perSecond)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly object _lock = new();
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _until;

    /// <summary>
    /// Waits until the service takes one more request for a conversation. Dispose of the permit, where there is one, when the response has come.
    /// </summary>
    public async Task<IDisposable?> WaitAsync(string conversation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var permit = perSecond is { } limit ? await pace.WaitAsync(conversation, limit, cancellationToken).ConfigureAwait(false) : null;
        try
        {
            while (Remaining() is var wait && wait > TimeSpan.Zero)
            {
                await time.DelayAsync(wait, cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            permit?.Dispose();
            throw;
        }

        return permit;
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

    private TimeSpan Remaining()
    {
        lock (_lock)
        {
            return _until - time.GetElapsedTime(_start);
        }
    }
}
