namespace TwilioConversations;

/// <summary>A token that is cancelled with another one, or after a time.</summary>
internal sealed class TimeLimit : IDisposable
{
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _linked;

    public TimeLimit(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
#if NET
        _timer = new CancellationTokenSource(limit, time);
#else
        _timer = time.CreateCancellationTokenSource(limit);
#endif
        _linked = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, cancellationToken);
    }

    public CancellationToken Token => _linked.Token;

    public void Dispose()
    {
        _linked.Dispose();
        _timer.Dispose();
    }
}
