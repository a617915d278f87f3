using System.Threading.RateLimiting;
using Microsoft.Extensions.Time.Testing;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>A rate limiter that does not queue, as those over several processes do not, is asked again.</summary>
public class RejectedLeaseTests
{
    [TestCase(true)]
    [TestCase(false)]
    public async Task A_call_waits_as_long_as_the_limiter_asks(bool isBulk)
    {
        var clock = new Clock();
        using var limiter = new Rejecting(clock, 3, TimeSpan.FromSeconds(7));
        using var server = new StubServer(StubResponse.NoContent);
        using var client = server.CreateClient(options =>
        {
            clock.UseIn(options);
            (options.ConversationRateLimiter, options.Retry.MaxAttempts) = (limiter, 1);
        });
        await clock.RunAsync(DeleteAsync(client, isBulk));
        Assert.That(limiter.Asked.Zip(limiter.Asked.Skip(1), (one, next) => next - one), Is.All.InRange(TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(8)));
        Assert.That((limiter.Asked.Count, server.Requests.Count), Is.EqualTo((4, 1)));
    }

    [Test]
    public async Task A_wait_that_does_not_fit_into_the_time_limit_is_not_begun()
    {
        using var limiter = new Rejecting(TimeProvider.System, 1, TimeSpan.FromSeconds(100));
        using var server = new StubServer();
        using var client = server.CreateClient(options => options.ConversationRateLimiter = limiter);
        var error = await Assert.ThrowsAsync<ConversationsRateLimiterException>(() => DeleteAsync(client, isBulk: false));
        Assert.That((error!.RetryAfter, limiter.Asked.Count), Is.EqualTo((TimeSpan.FromSeconds(100), 1)));
    }

    [TestCase(1)]
    [TestCase(4)]
    public async Task A_limiter_without_a_RetryAfter_is_asked_as_often_as_a_request_would_be_sent(int maxAttempts)
    {
        var clock = new Clock();
        using var limiter = new Rejecting(clock, int.MaxValue, null);
        using var server = new StubServer();
        using var client = server.CreateClient(options =>
        {
            clock.UseIn(options);
            (options.ConversationRateLimiter, options.Retry.MaxAttempts) = (limiter, maxAttempts);
        });
        var error = await Assert.ThrowsAsync<ConversationsRateLimiterException>(() => clock.RunAsync(DeleteAsync(client, isBulk: false)));
        Assert.That((error!.RetryAfter, limiter.Asked.Count), Is.EqualTo(((TimeSpan?)null, maxAttempts)));
    }

    [Test]
    public async Task A_bulk_operation_asks_until_it_has_a_permit_and_the_wait_does_not_count_toward_its_time_limit()
    {
        var clock = new Clock();
        using var limiter = new Rejecting(clock, 50, null);
        using var server = new StubServer(StubResponse.NoContent);
        using var client = server.CreateClient(options =>
        {
            clock.UseIn(options);
            (options.ConversationRateLimiter, options.Retry.MaxAttempts, options.TotalTimeout) = (limiter, 1, TimeSpan.FromSeconds(2));
        });
        await clock.RunAsync(DeleteAsync(client, isBulk: true));
        Assert.That(limiter.Asked, Has.Count.EqualTo(51));
        Assert.That(limiter.Asked[^1] - limiter.Asked[0], Is.GreaterThan(TimeSpan.FromSeconds(2)));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Cancellation_ends_the_wait_for_a_limiter_that_rejects(bool isBulk)
    {
        using var cancel = new CancellationTokenSource();
        using var limiter = new Rejecting(new FakeTimeProvider(), int.MaxValue, TimeSpan.FromSeconds(30));
        using var server = new StubServer();
        using var client = server.CreateClient(options => (options.ConversationRateLimiter, options.TimeProvider) = (limiter, new FakeTimeProvider()));
        var call = DeleteAsync(client, isBulk, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => call);
        Assert.That((limiter.Asked.Count, server.Requests.Count), Is.EqualTo((1, 0)));
    }

    private static async Task DeleteAsync(ConversationsClient client, bool isBulk, CancellationToken cancellationToken = default)
    {
        var participants = client.Conversation(ConversationSid).Participants;
        if (isBulk)
        {
            Assert.That((await participants.DeleteManyAsync([ParticipantSid], cancellationToken: cancellationToken).ToListAsync(cancellationToken)).Single().Status, Is.EqualTo(BulkStatus.Done));
        }
        else
        {
            await participants.DeleteAsync(ParticipantSid, cancellationToken: cancellationToken);
        }
    }

    /// <summary>Gives a permit only after so many rejections.</summary>
    private sealed class Rejecting(TimeProvider time, int rejections, TimeSpan? retryAfter) : PartitionedRateLimiter<string>
    {
        public List<DateTimeOffset> Asked { get; } = [];

        public override RateLimiterStatistics? GetStatistics(string resource) => null;

        protected override RateLimitLease AttemptAcquireCore(string resource, int permitCount)
        {
            Asked.Add(time.GetUtcNow());
            return new Lease(Asked.Count > rejections, retryAfter);
        }

        protected override ValueTask<RateLimitLease> AcquireAsyncCore(string resource, int permitCount, CancellationToken cancellationToken) => new(AttemptAcquireCore(resource, permitCount));
    }

    private sealed class Lease(bool isAcquired, TimeSpan? retryAfter) : RateLimitLease
    {
        public override bool IsAcquired => isAcquired;

        public override IEnumerable<string> MetadataNames => retryAfter is null ? [] : [MetadataName.RetryAfter.Name];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = metadataName == MetadataName.RetryAfter.Name ? retryAfter : null;
            return metadata is not null;
        }
    }
}
