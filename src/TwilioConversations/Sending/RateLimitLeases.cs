using System.Threading.RateLimiting;

namespace TwilioConversations;

/// <summary>The leases that the caller's rate limiters gave for one attempt; given back when it is done.</summary>
internal sealed class RateLimitLeases(RateLimitLease? all, RateLimitLease? conversation) : IDisposable
{
    /// <exception cref="ConversationsRateLimiterException">A limiter gave no lease.</exception>
    public static async Task<RateLimitLeases> AcquireAsync(ConversationsClientOptions options, Call call, CancellationToken cancellationToken)
    {
        RateLimitLease? all = null;
        try
        {
            if (options.RateLimiter is { } limiter)
            {
                all = Checked(await limiter.AcquireAsync(1, cancellationToken).ConfigureAwait(false), call);
            }

            return options.ConversationRateLimiter is { } byConversation
                ? new(all, Checked(await byConversation.AcquireAsync(call.Request.Partition, 1, cancellationToken).ConfigureAwait(false), call))
                : new(all, null);
        }
        catch
        {
            all?.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        conversation?.Dispose();
        all?.Dispose();
    }

    private static RateLimitLease Checked(RateLimitLease lease, Call call)
    {
        if (lease.IsAcquired)
        {
            return lease;
        }

        using (lease)
        {
            TimeSpan? retryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : null;
            throw new ConversationsRateLimiterException(call.Request.Operation, retryAfter, call.LastError);
        }
    }
}
