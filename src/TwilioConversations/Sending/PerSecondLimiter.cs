using System.Threading.RateLimiting;

namespace TwilioConversations;

/// <summary>Gives each conversation permits for a number of requests in any second, as the service counts them.</summary>
/// <remarks>
/// The limiters of .NET give permits back by their own clock, which would exceed the limit of a service that counts requests as they arrive, or
/// stay well below it. Here a lease comes back a second after the response, less the shortest round trip: the service counts a request at an
/// unknown time before its response, and the next one at an unknown time after it is sent, which together take at least that long.
/// </remarks>
internal sealed class PerSecondLimiter(int perSecond, TimeProvider time) : PartitionedRateLimiter<string>
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    // By then connections are open and the program has warmed up.
    private static readonly TimeSpan TimeToLearn = TimeSpan.FromSeconds(5);

    private readonly PartitionedRateLimiter<string> _permits = PartitionedRateLimiter.Create<string, string>(conversation =>
        RateLimitPartition.GetConcurrencyLimiter(conversation, _ => new() { PermitLimit = perSecond, QueueLimit = int.MaxValue }));

    private readonly object _lock = new();
    private TimeSpan _shortest = TimeSpan.MaxValue;
    private long? _firstSent;

    public override RateLimiterStatistics? GetStatistics(string resource) => _permits.GetStatistics(resource);

    protected override RateLimitLease AttemptAcquireCore(string resource, int permitCount) => Timed(_permits.AttemptAcquire(resource, permitCount));

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(string resource, int permitCount, CancellationToken cancellationToken) =>
        Timed(await _permits.AcquireAsync(resource, permitCount, cancellationToken).ConfigureAwait(false));

    protected override void Dispose(bool disposing)
    {
        _permits.Dispose();
        base.Dispose(disposing);
    }

    private RateLimitLease Timed(RateLimitLease permit) => permit.IsAcquired ? new Lease(this, permit, time.GetTimestamp()) : permit;

    private async Task ReturnAsync(RateLimitLease permit, long sent)
    {
        var responded = time.GetTimestamp();
        lock (_lock)
        {
            _firstSent ??= sent;
            var roundTrip = time.GetElapsedTime(sent, responded);
            _shortest = roundTrip < _shortest ? roundTrip : _shortest;
        }

        while (WindowAfterResponse() - time.GetElapsedTime(responded) is var wait && wait > TimeSpan.Zero)
        {
            // Timers count whole milliseconds.
            await time.DelayAsync(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), CancellationToken.None).ConfigureAwait(false);
        }

        permit.Dispose();
    }

    private TimeSpan WindowAfterResponse()
    {
        lock (_lock)
        {
            return time.GetElapsedTime(_firstSent!.Value) > TimeToLearn ? Window - _shortest : Window;
        }
    }

    private sealed class Lease(PerSecondLimiter limiter, RateLimitLease permit, long sent) : RateLimitLease
    {
        private int _isReturned;

        public override bool IsAcquired => true;

        public override IEnumerable<string> MetadataNames => permit.MetadataNames;

        public override bool TryGetMetadata(string metadataName, out object? metadata) => permit.TryGetMetadata(metadataName, out metadata);

        protected override void Dispose(bool disposing)
        {
            if (Interlocked.Exchange(ref _isReturned, 1) == 0)
            {
                _ = limiter.ReturnAsync(permit, sent);
            }

            base.Dispose(disposing);
        }
    }
}
