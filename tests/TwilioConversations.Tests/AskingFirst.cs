using System.Net;
using System.Text;
using System.Threading.RateLimiting;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>Whom the client asks before it sends: the rate limiters, and the provider of credentials.</summary>
public class AskingFirst
{
    [Test]
    public async Task A_rate_limiter_is_asked_before_every_attempt_and_its_permits_come_back()
    {
        using var limiter = new ConcurrencyLimiter(new() { PermitLimit = 1, QueueLimit = 100 });
        var clock = new Clock();
        using var emulated = new Emulated(new Recorder { HoldsToTheDocument = false }, options =>
        {
            options.RateLimiter = limiter;
            options.TimeProvider = clock;
            options.Retry.MaximumAttempts = 4;
        });
        emulated.Emulator.InjectFault(EmulatorFault.TooManyRequests(), times: 2);
        await clock.RunAsync(emulated.Participants.AddAsync(new() { Identity = "alice" }));
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => emulated.Participants.FetchAsync("alice")));
        Assert.That((limiter.GetStatistics()!.TotalSuccessfulLeases, limiter.GetStatistics()!.CurrentAvailablePermits), Is.EqualTo((13, 1)));
        Assert.That(emulated.Recorder.MostAtOnce, Is.EqualTo(1));
    }

    [Test]
    public async Task A_limiter_by_conversation_is_told_which_one()
    {
        var asked = new List<string>();
        using var limiter = PartitionedRateLimiter.Create<string, string>(conversation =>
        {
            asked.Add(conversation);
            return RateLimitPartition.GetNoLimiter(conversation);
        });
        using var server = new StubServer(Answer.Ok(Examples.Participant), Answer.Ok(Examples.Page), Answer.NoContent);
        using var client = new ConversationsClient(new() { Credentials = StubServer.Credentials, BaseAddress = server.BaseAddress, ConversationRateLimiter = limiter });
        await client.Participants.FetchConversationParticipantAsync("a b", ParticipantSid);
        await client.Participants.ListServiceConversationParticipantAsync(Service, Conversation, 10);
        await client.Participants.DeleteServiceConversationParticipantAsync(Service, Conversation, ParticipantSid);
        Assert.That(asked, Is.EqualTo(new[] { "/v1/Conversations/a%20b", $"/v1/Services/{Service}/Conversations/{Conversation}", $"/v1/Services/{Service}/Conversations/{Conversation}" }));
    }

    [Test]
    public async Task Without_a_permit_nothing_is_sent()
    {
        using var limiter = new FixedWindowRateLimiter(new() { PermitLimit = 1, Window = TimeSpan.FromHours(1), QueueLimit = 0, AutoReplenishment = false });
        using var server = new StubServer(Answer.NoContent);
        using var client = new ConversationsClient(new() { Credentials = StubServer.Credentials, BaseAddress = server.BaseAddress, RateLimiter = limiter });
        await client.Participants.DeleteConversationParticipantAsync(Conversation, ParticipantSid);
        var error = await Assert.ThrowsAsync<RateLimiterRejectedException>(() => client.Participants.DeleteConversationParticipantAsync(Conversation, ParticipantSid));
        Assert.That((error!.RetryAfter > TimeSpan.Zero, server.Requests.Count), Is.EqualTo((true, 1)));
        Assert.That(error.Message, Does.StartWith("DeleteConversationParticipant: the rate limiter gave no permit"));
    }

    [Test]
    public async Task Waiting_for_a_permit_ends_with_the_callers_cancellation()
    {
        using var limiter = new ConcurrencyLimiter(new() { PermitLimit = 1, QueueLimit = 1 });
        using var held = await limiter.AcquireAsync();
        using var server = new StubServer();
        using var client = new ConversationsClient(new() { Credentials = StubServer.Credentials, BaseAddress = server.BaseAddress, RateLimiter = limiter });
        using var cancel = new CancellationTokenSource();
        var call = client.Participants.DeleteConversationParticipantAsync(Conversation, ParticipantSid, cancellationToken: cancel.Token);
        await cancel.CancelAsync();
        Assert.That((await Assert.ThrowsAsync<OperationCanceledException>(() => call))!.CancellationToken, Is.EqualTo(cancel.Token));
    }

    [Test]
    public async Task A_provider_is_asked_for_credentials_each_time_that_something_is_sent()
    {
        var clock = new Clock();
        var asked = 0;
        using var server = new StubServer(new Answer(HttpStatusCode.ServiceUnavailable), Answer.Ok(Examples.Participant));
        using var client = new ConversationsClient(new()
        {
            CredentialsProvider = _ => new(TwilioCredentials.AuthToken(ConversationsEmulator.AccountSid, $"token {++asked}")),
            BaseAddress = server.BaseAddress,
            TimeProvider = clock,
        });
        await clock.RunAsync(client.Participants.FetchConversationParticipantAsync(Conversation, ParticipantSid));
        Assert.That(
            server.Requests.Select(request => Encoding.UTF8.GetString(Convert.FromBase64String(request.Headers["Authorization"]["Basic ".Length..]))),
            Is.EqualTo(new[] { $"{ConversationsEmulator.AccountSid}:token 1", $"{ConversationsEmulator.AccountSid}:token 2" }));
    }

    [Test]
    public async Task What_a_provider_throws_comes_out_and_nothing_is_sent()
    {
        using var server = new StubServer();
        using var failing = new ConversationsClient(new() { CredentialsProvider = _ => throw new UnauthorizedAccessException("the vault is shut"), BaseAddress = server.BaseAddress });
        using var empty = new ConversationsClient(new() { CredentialsProvider = _ => new((TwilioCredentials)null!), BaseAddress = server.BaseAddress });
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => failing.Participants.FetchConversationParticipantAsync(Conversation, ParticipantSid));
        await Assert.ThrowsAsync<InvalidOperationException>(() => empty.Participants.FetchConversationParticipantAsync(Conversation, ParticipantSid));
        Assert.Throws<ArgumentException>(() => new ConversationsClient(new() { Credentials = StubServer.Credentials, CredentialsProvider = _ => new(StubServer.Credentials) }));
        Assert.That(server.Requests, Is.Empty);
    }
}
