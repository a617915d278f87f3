using System.Threading.RateLimiting;

namespace TwilioConversations;

/// <summary>Rate limiters for <see cref="ConversationsClientOptions.ConversationRateLimiter"/>.</summary>
/// <example>
/// <code>
/// new ConversationsClientOptions { Credentials = credentials, ConversationRateLimiter = ConversationRateLimits.PerSecond(30) }
/// </code>
/// </example>
public static class ConversationRateLimits
{
    /// <summary>The limiter that limits nothing, also in bulk operations. Use it with an emulator or another test server.</summary>
    public static PartitionedRateLimiter<string> None { get; } = new Unlimited();

    /// <summary>Creates a limiter of the requests in any second for each conversation, as the service counts them.</summary>
    /// <remarks>
    /// It works within this process and can serve several clients. It never exceeds the limit, and follows it closely: a permit that is given back
    /// after a response serves the next request a second later, less the shortest round trip. Requests wait in order, in a queue without limit.
    /// </remarks>
    /// <param name="requests">The maximum number of requests, from 1 to 1,000. The service takes 30.</param>
    /// <param name="timeProvider">The time provider; null for the system's.</param>
    /// <returns>The limiter. Dispose of it after the clients that use it.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="requests"/> is out of its range.</exception>
    public static PartitionedRateLimiter<string> PerSecond(int requests = 30, TimeProvider? timeProvider = null) =>
        new PerSecondLimiter(
            requests is >= 1 and <= 1000 ? requests : throw new ArgumentOutOfRangeException(nameof(requests), requests, "Must be from 1 to 1000."),
            timeProvider ?? TimeProvider.System);

    // That of .NET has a timer, which would run as long as the process.
    private sealed class Unlimited : PartitionedRateLimiter<string>
    {
        private readonly RateLimiter _limiter = RateLimitPartition.GetNoLimiter("").Factory("");

        public override RateLimiterStatistics? GetStatistics(string resource) => _limiter.GetStatistics();

        protected override RateLimitLease AttemptAcquireCore(string resource, int permitCount) => _limiter.AttemptAcquire(permitCount);

        protected override ValueTask<RateLimitLease> AcquireAsyncCore(string resource, int permitCount, CancellationToken cancellationToken) =>
            _limiter.AcquireAsync(permitCount, cancellationToken);
    }
}
