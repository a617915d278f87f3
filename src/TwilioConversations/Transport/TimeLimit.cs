namespace TwilioConversations;

/// <summary>A token that is cancelled with another one, or after a time.</summary>
internal sealed class TimeLimit : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _outer;

    public TimeLimit(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
#if NET
        _source = new CancellationTokenSource(limit, time);
#else
        _source = time.CreateCancellationTokenSource(limit);
#endif
        _outer = cancellationToken.Register(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _outer.Dispose();
        _source.Dispose();
    }
}
