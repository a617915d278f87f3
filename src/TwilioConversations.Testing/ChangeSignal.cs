namespace TwilioConversations.Testing;

/// <summary>Counts what happens in the emulator, for those who wait for something new.</summary>
internal sealed class ChangeSignal
{
    private readonly Lock _lock = new();
    private long _count;
    private TaskCompletionSource? _waiting;

    public long Count => Interlocked.Read(ref _count);

    public void Add()
    {
        TaskCompletionSource? waiting;
        lock (_lock)
        {
            Interlocked.Increment(ref _count);
            (waiting, _waiting) = (_waiting, null);
        }

        waiting?.SetResult();
    }

    /// <summary>Waits until the count is above a number, at most for a time.</summary>
    public async Task<long> WaitAsync(long above, TimeSpan limit, CancellationToken cancellationToken)
    {
        Task waiting;
        lock (_lock)
        {
            if (_count > above)
            {
                return _count;
            }

            waiting = (_waiting ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        await waiting.WaitAsync(limit, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return Count;
    }
}
