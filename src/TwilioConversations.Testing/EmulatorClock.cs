namespace TwilioConversations.Testing;

/// <summary>
/// A clock that can be moved forward. Only dates and timers of conversations use it; real waits, such as a latency, are not shortened.
/// </summary>
internal sealed class EmulatorClock(TimeProvider inner) : TimeProvider
{
    private long _ahead;

    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);

    /// <exception cref="ArgumentOutOfRangeException">The time is negative or leads past <see cref="DateTimeOffset.MaxValue"/>.</exception>
    public void Advance(TimeSpan time)
    {
        if (time < TimeSpan.Zero || time > DateTimeOffset.MaxValue - GetUtcNow())
        {
            throw new ArgumentOutOfRangeException(nameof(time), time, "Must be zero or more, and stay within the years that dates have.");
        }

        Interlocked.Add(ref _ahead, time.Ticks);
    }

    public void Reset() => Interlocked.Exchange(ref _ahead, 0);
}
