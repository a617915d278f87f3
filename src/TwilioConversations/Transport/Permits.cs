using System.Threading.RateLimiting;

namespace TwilioConversations;

/// <summary>What the caller's rate limiters gave for one request; given back when it is done.</summary>
internal sealed class Permits(RateLimitLease? all, RateLimitLease? conversation) : IDisposable
{
    private static readonly Task<Permits?> NoneNeeded = Task.FromResult<Permits?>(null);

    /// <exception cref="RateLimiterRejectedException">A limiter gave no permit.</exception>
    public static Task<Permits?> AcquireAsync(ConversationsClientOptions options, Attempts attempts, CancellationToken cancellationToken) =>
        options is { RateLimiter: null, ConversationRateLimiter: null } ? NoneNeeded : AcquireBothAsync(options, attempts, cancellationToken);

    public void Dispose()
    {
        conversation?.Dispose();
        all?.Dispose();
    }

    private static async Task<Permits?> AcquireBothAsync(ConversationsClientOptions options, Attempts attempts, CancellationToken cancellationToken)
    {
        RateLimitLease? all = null;
        try
        {
            if (options.RateLimiter is { } limiter)
            {
                all = Acquired(await limiter.AcquireAsync(1, cancellationToken).ConfigureAwait(false), attempts);
            }

            return options.ConversationRateLimiter is { } byConversation
                ? new Permits(all, Acquired(await byConversation.AcquireAsync(attempts.Call.Partition, 1, cancellationToken).ConfigureAwait(false), attempts))
                : new Permits(all, null);
        }
        catch
        {
            all?.Dispose();
            throw;
        }
    }

    private static RateLimitLease Acquired(RateLimitLease lease, Attempts attempts)
    {
        if (lease.IsAcquired)
        {
            return lease;
        }

        using (lease)
        {
            throw new RateLimiterRejectedException(attempts.Call.Operation, lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : null, attempts.LastError);
        }
    }
}
