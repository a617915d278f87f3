namespace TwilioConversations;

/// <summary>A token that is canceled with another one, or after a time.</summary>
#pragma warning disable CA1001 // It is disposable: the rule does not recognize disposable structs.
internal readonly struct LinkedTimeout : IDisposable
#pragma warning restore CA1001
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(24);

    private readonly CancellationTokenSource? _source;
    private readonly CancellationTokenRegistration _outer;

    /// <param name="limit">The time; none if it is longer than a timer can count.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">The other token.</param>
    public LinkedTimeout(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
#if NET
        _source = new CancellationTokenSource(Timer(limit), time);
#else
        _source = time.CreateCancellationTokenSource(Timer(limit));
#endif
        _outer = CancelWith(cancellationToken);
    }

    public CancellationToken Token => _source!.Token;

    public void Cancel() => _source!.Cancel();

    /// <summary>Cancels the token with a further one, until the result is disposed of.</summary>
    public CancellationTokenRegistration CancelWith(CancellationToken cancellationToken) =>
        cancellationToken.Register(static source => ((CancellationTokenSource)source!).Cancel(), _source);

    /// <summary>Starts the time again.</summary>
    public void Restart(TimeSpan limit) => _source!.CancelAfter(Timer(limit));

    public void Dispose()
    {
        _outer.Dispose();
        _source?.Dispose();
    }

    private static TimeSpan Timer(TimeSpan limit) =>
        limit > LongestTimer || limit == Timeout.InfiniteTimeSpan ? Timeout.InfiniteTimeSpan
        : limit < TimeSpan.Zero ? TimeSpan.Zero
        : limit;
}
