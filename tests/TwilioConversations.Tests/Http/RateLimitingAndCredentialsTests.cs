using System.Net;
using System.Text;
using System.Threading.RateLimiting;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>The rate limiters and the credentials provider, which the client asks before each attempt.</summary>
public class RateLimitingAndCredentialsTests
{
    [Test]
    public async Task Every_attempt_acquires_a_permit_of_the_rate_limiter_and_returns_it()
    {
        using var limiter = new ConcurrencyLimiter(new() { PermitLimit = 1, QueueLimit = 100 });
        var clock = new Clock();
        using var emulated = EmulatorFixture.ByClock(clock, options => options.RateLimiter = limiter);
        emulated.Emulator.InjectFault(EmulatorFault.TooManyRequests(), times: 2);
        await clock.RunAsync(emulated.Participants.CreateAsync(new() { Identity = "alice" }));
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => emulated.Participants.FetchAsync("alice")));
        Assert.That((limiter.GetStatistics()!.TotalSuccessfulLeases, limiter.GetStatistics()!.CurrentAvailablePermits), Is.EqualTo((13, 1)));
        Assert.That(emulated.Recorder.MostAtOnce, Is.EqualTo(1));
    }

    [Test]
    public async Task The_permit_of_the_conversation_is_returned_when_the_limiter_of_all_requests_rejects()
    {
        using var all = new ConcurrencyLimiter(new() { PermitLimit = 1, QueueLimit = 0 });
        using var byConversation = PartitionedRateLimiter.Create<string, string>(conversation => RateLimitPartition.GetConcurrencyLimiter(conversation, _ => new() { PermitLimit = 1, QueueLimit = 0 }));
        using var server = new StubServer(StubResponse.NoContent);
        using var client = server.CreateClient(options => (options.RateLimiter, options.ConversationRateLimiter, options.Retry.MaxAttempts) = (all, byConversation, 1));
        await client.Conversation(ConversationSid).Participants.DeleteAsync(ParticipantSid);
        Assert.That((all.GetStatistics()!.TotalSuccessfulLeases, byConversation.GetStatistics(ConversationSid)!.TotalSuccessfulLeases), Is.EqualTo((1, 1)));
        using (all.AttemptAcquire())
        {
            await Assert.ThrowsAsync<ConversationsRateLimiterException>(() => client.Conversation(ConversationSid).Participants.DeleteAsync(ParticipantSid));
        }

        var statistics = byConversation.GetStatistics(ConversationSid)!;
        Assert.That((statistics.TotalSuccessfulLeases, statistics.CurrentAvailablePermits), Is.EqualTo((2, 1)));
        Assert.That(server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Without_a_permit_nothing_is_sent()
    {
        using var limiter = new FixedWindowRateLimiter(new() { PermitLimit = 1, Window = TimeSpan.FromHours(1), QueueLimit = 0, AutoReplenishment = false });
        using var server = new StubServer(StubResponse.NoContent);
        using var client = server.CreateClient(options => options.RateLimiter = limiter);
        await client.Conversation(ConversationSid).Participants.DeleteAsync(ParticipantSid);
        var error = await Assert.ThrowsAsync<ConversationsRateLimiterException>(() => client.Conversation(ConversationSid).Participants.DeleteAsync(ParticipantSid));
        Assert.That((error!.RetryAfter > TimeSpan.Zero, server.Requests.Count), Is.EqualTo((true, 1)));
        Assert.That(error.Message, Does.StartWith("DeleteConversationParticipant: the rate limiter gave no permit"));
    }

    [Test]
    public async Task Waiting_for_a_permit_ends_with_the_callers_cancellation()
    {
        using var limiter = new ConcurrencyLimiter(new() { PermitLimit = 1, QueueLimit = 1 });
        using var held = await limiter.AcquireAsync();
        using var server = new StubServer();
        using var client = server.CreateClient(options => options.RateLimiter = limiter);
        using var cancel = new CancellationTokenSource();
        var call = client.Conversation(ConversationSid).Participants.DeleteAsync(ParticipantSid, cancellationToken: cancel.Token);
        await cancel.CancelAsync();
        Assert.That((await Assert.ThrowsAsync<OperationCanceledException>(() => call))!.CancellationToken, Is.EqualTo(cancel.Token));
    }

    [Test]
    public async Task A_provider_is_asked_for_credentials_each_time_that_something_is_sent()
    {
        var clock = new Clock();
        var asked = 0;
        using var server = new StubServer(new StubResponse(HttpStatusCode.ServiceUnavailable), StubResponse.Ok(Examples.Participant));
        using var client = server.CreateClient(options =>
        {
            clock.UseIn(options);
            (options.Credentials, options.CredentialsProvider) = (null, _ => new(TwilioCredentials.FromAuthToken(ConversationsEmulator.AccountSid, $"token {++asked}")));
        });
        await clock.RunAsync(client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid));
        Assert.That(
            server.Requests.Select(request => Encoding.UTF8.GetString(Convert.FromBase64String(request.Headers["Authorization"]["Basic ".Length..]))),
            Is.EqualTo(new[] { $"{ConversationsEmulator.AccountSid}:token 1", $"{ConversationsEmulator.AccountSid}:token 2" }));
    }

    [Test]
    public async Task An_exception_from_a_provider_reaches_the_caller_and_nothing_is_sent()
    {
        using var server = new StubServer();
        using var failing = server.CreateClient(options => (options.Credentials, options.CredentialsProvider) = (null, _ => throw new UnauthorizedAccessException("the vault is shut")));
        using var empty = server.CreateClient(options => (options.Credentials, options.CredentialsProvider) = (null, _ => new((TwilioCredentials)null!)));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => failing.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid));
        await Assert.ThrowsAsync<InvalidOperationException>(() => empty.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid));
        Assert.Throws<ArgumentException>(() => new ConversationsClient(new() { Credentials = StubServer.Credentials, CredentialsProvider = _ => new(StubServer.Credentials) }));
        Assert.That(server.Requests, Is.Empty);
    }

    [Test]
    public async Task A_vault_that_fails_does_not_count_as_a_delete_that_may_have_been_done()
    {
        using var emulator = ConversationsEmulator.Start();
        emulator.AddConversation("support");
        var asked = 0;
        using var client = new ConversationsClient(new()
        {
            CredentialsProvider = _ => ++asked == 1 ? throw new HttpRequestException("the vault is shut") : new(emulator.Credentials),
            BaseAddress = emulator.BaseAddress,
            Retry = { Delay = TimeSpan.FromMilliseconds(1) },
        });
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => client.Conversation("support").Participants.DeleteAsync(ParticipantSid));
        Assert.That((error!.IsNotFound, asked), Is.EqualTo((true, 2)));
    }

    [Test]
    public async Task A_vault_that_times_out_by_itself_differs_from_a_service_that_does_not_respond()
    {
        using var server = new StubServer();
        using var client = server.CreateClient(options =>
        {
            (options.Credentials, options.CredentialsProvider) = (null, _ => throw new TaskCanceledException("the vault's own limit"));
            options.Retry.MaxAttempts = 1;
        });
        var error = await Assert.ThrowsAsync<ConversationsTimeoutException>(() => client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid));
        Assert.That(error!.Message, Is.EqualTo("FetchConversationParticipant: the credentials provider was canceled, and not by this call."));
    }

    [Test]
    public async Task A_rate_limiter_that_rejects_a_retry_reports_how_the_first_attempt_failed()
    {
        using var emulated = new EmulatorFixture(configure: options => (options.RateLimiter, options.Retry.MaxAttempts, options.Retry.Delay) =
            (new FixedWindowRateLimiter(new() { PermitLimit = 1, Window = TimeSpan.FromHours(1), AutoReplenishment = false }), 4, TimeSpan.FromMilliseconds(1)));
        emulated.Emulator.InjectFault(EmulatorFault.Error(503, 20503, "no"));
        var error = await Assert.ThrowsAsync<ConversationsRateLimiterException>(() => emulated.Participants.DeleteAsync(ParticipantSid));
        Assert.That((error!.InnerException as ConversationsResponseException)?.Code, Is.EqualTo(20503));
    }
}
