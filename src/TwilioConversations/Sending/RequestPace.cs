namespace TwilioConversations;

/// <summary>Keeps the bulk operations of a client to a number of requests a second for each conversation, as the service counts them.</summary>
internal sealed class RequestPace(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TimeToLearn = TimeSpan.FromSeconds(5);

    private readonly Dictionary<Limit, Permits> _conversations = [];
    private TimeSpan _shortest = TimeSpan.MaxValue;
    private long? _firstSent;

    /// <summary>Waits for a permit to send one request. Dispose of it when the response has come.</summary>
    public async Task<IDisposable> WaitAsync(string conversation, int perSecond, CancellationToken cancellationToken)
    {
        var permits = Enter(new(conversation, perSecond));
        try
        {
            await permits.Free.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Leave(permits);
            throw;
        }

        return new Permit(this, permits, time.GetTimestamp());
    }

    private Permits Enter(Limit limit)
    {
        lock (_conversations)
        {
            if (!_conversations.TryGetValue(limit, out var permits))
            {
                _conversations.Add(limit, permits = new(limit));
            }

            permits.Users++;
            return permits;
        }
    }

    private void Leave(Permits permits)
    {
        lock (_conversations)
        {
            if (--permits.Users == 0)
            {
                _conversations.Remove(permits.Limit);
            }
        }
    }

    private async Task FreeAsync(Permits permits, long sent)
    {
        var answered = time.GetTimestamp();
        lock (_conversations)
        {
            _firstSent ??= sent;
            var roundTrip = time.GetElapsedTime(sent, answered);
            _shortest = roundTrip < _shortest ? roundTrip : _shortest;
        }

        while (WindowAfterResponse() - time.GetElapsedTime(answered) is var wait && wait > TimeSpan.Zero)
        {
            // Timers count whole milliseconds.
            await time.DelayAsync(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), CancellationToken.None).ConfigureAwait(false);
        }

        permits.Free.Release();
        Leave(permits);
    }

    /// <summary>How long after a response its permit serves another request.</summary>
    /// <remarks>
    /// The service counts a request at an unknown time before its response comes, and the next one at an unknown time after it is sent. Together
    /// both take at least the shortest round trip, which is known after some seconds, when connections are open and the program has warmed up.
    /// </remarks>
    private TimeSpan WindowAfterResponse()
    {
        lock (_conversations)
        {
            return time.GetElapsedTime(_firstSent!.Value) > TimeToLearn ? Window - _shortest : Window;
        }
    }

    private sealed record Limit(string Conversation, int PerSecond);

    private sealed class Permit(RequestPace pace, Permits permits, long sent) : IDisposable
    {
        public void Dispose() => _ = pace.FreeAsync(permits, sent);
    }

    /// <summary>The permits of one conversation: as many as it takes requests in a second.</summary>
    private sealed class Permits(Limit limit)
    {
        public Limit Limit => limit;

        public SemaphoreSlim Free { get; } = new(limit.PerSecond);

        /// <summary>How many requests hold a permit or wait for one.</summary>
        public int Users { get; set; }
    }
}
