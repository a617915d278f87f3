using System.Net;
using System.Threading.RateLimiting;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>Failures of the caller's own code, a rate limiter or <c>OnRetry</c>, are not passed off as the service's.</summary>
public class CallbackTests
{
    [TestCase(true)]
    [TestCase(false)]
    public async Task A_rate_limiter_that_cancels_itself_is_named_in_the_exception(bool byConversation)
    {
        using var server = new StubServer();
        using var limiter = new CanceledLimiter();
        using var partitioned = PartitionedRateLimiter.Create<string, int>(_ => RateLimitPartition.Get(0, _ => new CanceledLimiter()));
        using var client = server.CreateClient(options =>
        {
            options.Retry.MaxAttempts = 1;
            _ = byConversation ? (object)(options.ConversationRateLimiter = partitioned) : options.RateLimiter = limiter;
        });
        var error = await Assert.ThrowsAsync<ConversationsTimeoutException>(() => client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid));
        Assert.That(error!.Message, Is.EqualTo("FetchConversationParticipant: the rate limiter was canceled, and not by this call."));
    }

    [Test]
    public async Task A_handler_that_cancels_itself_is_not_reported_as_a_time_limit()
    {
        using var httpClient = new HttpClient(new CanceledHandler()) { Timeout = Timeout.InfiniteTimeSpan };
        using var client = new ConversationsClient(new() { Credentials = StubServer.Credentials, Retry = { MaxAttempts = 1 } }, httpClient);
        var error = await Assert.ThrowsAsync<ConversationsTimeoutException>(() => client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid));
        Assert.That(error!.Message, Is.EqualTo("FetchConversationParticipant: the request was canceled, and not by this call."));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task An_exception_from_OnRetry_is_logged_and_changes_nothing(bool isCancellation)
    {
        var log = new LogList();
        using var server = new StubServer(new StubResponse(HttpStatusCode.ServiceUnavailable), StubResponse.Ok(Examples.Participant), new StubResponse(HttpStatusCode.ServiceUnavailable), new StubResponse(HttpStatusCode.ServiceUnavailable));
        using var client = server.CreateClient(options =>
        {
            (options.LoggerFactory, options.Retry.MaxAttempts, options.Retry.Delay) = (log, 2, TimeSpan.FromMilliseconds(1));
            options.Retry.OnRetry = _ => throw (isCancellation ? new OperationCanceledException() : new FormatException("a bug of the caller's"));
        });
        await client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid);
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid));
        Assert.That(error!.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(log.Entries.Count(entry => entry.Text == $"FetchConversationParticipant: OnRetry threw {(isCancellation ? nameof(OperationCanceledException) : nameof(FormatException))}, which is ignored"), Is.EqualTo(2));
    }

    private sealed class CanceledLimiter : RateLimiter
    {
        public override TimeSpan? IdleDuration => null;

        public override RateLimiterStatistics? GetStatistics() => null;

        protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) =>
            throw new OperationCanceledException("the limiter's own limit");

        protected override RateLimitLease AttemptAcquireCore(int permitCount) => new ConcurrencyLimiter(new() { PermitLimit = 1 }).AttemptAcquire(2);
    }

    private sealed class CanceledHandler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw new TaskCanceledException("the handler's own limit");
    }
}
