using System.Net;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>What is told of a call that ends early: the limit, and what went wrong before.</summary>
public class TimingOut
{
    [Test]
    public async Task The_last_error_is_told_also_where_the_limit_strikes_within_an_attempt()
    {
        var clock = new Clock();
        var sent = 0;
        using var emulated = new Emulated(
            new Recorder
            {
                Before = async (_, ct) =>
                {
                    if (Interlocked.Increment(ref sent) == 1)
                    {
                        return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
                    }

                    await Task.Delay(Timeout.Infinite, ct);
                    return null;
                },
            },
            options => (options.TimeProvider, options.Retry.MaximumAttempts, options.AttemptTimeout, options.TotalTimeout) = (clock, 4, Timeout.InfiniteTimeSpan, TimeSpan.FromSeconds(90)));
        var error = await Assert.ThrowsAsync<TimeoutException>(() => clock.RunAsync(emulated.Participants.FetchAsync("alice")));
        Assert.That((error!.InnerException as ConversationsException)?.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
    }

    [Test]
    public async Task A_vault_that_fails_does_not_count_as_a_removal_that_may_have_been_done()
    {
        using var emulator = ConversationsEmulator.Start();
        emulator.AddConversation("support");
        var asked = 0;
        using var client = new ConversationsClient(new()
        {
            CredentialsProvider = _ => ++asked == 1 ? throw new HttpRequestException("the vault is shut") : new(emulator.Credentials),
            BaseAddress = emulator.BaseAddress,
            Retry = { BaseDelay = TimeSpan.FromMilliseconds(1) },
        });
        var error = await Assert.ThrowsAsync<ConversationsException>(() => client.Participants.DeleteConversationParticipantAsync("support", ParticipantSid));
        Assert.That((error!.IsNotFound, asked), Is.EqualTo((true, 2)));
    }

    [Test]
    public async Task A_vault_that_gives_up_by_itself_is_told_apart_from_a_service_that_does_not_answer()
    {
        using var server = new StubServer();
        using var client = new ConversationsClient(new()
        {
            CredentialsProvider = _ => throw new TaskCanceledException("the vault's own limit"),
            BaseAddress = server.BaseAddress,
            Retry = { MaximumAttempts = 1 },
        });
        var error = await Assert.ThrowsAsync<TimeoutException>(() => client.Participants.FetchConversationParticipantAsync(Conversation, ParticipantSid));
        Assert.That(error!.Message, Is.EqualTo("FetchConversationParticipant: the credentials provider was cancelled, and not by this call."));
    }

    [Test]
    public async Task A_rate_limiter_that_refuses_a_further_attempt_says_how_the_first_one_failed()
    {
        using var emulated = new Emulated(configure: options => (options.RateLimiter, options.Retry.MaximumAttempts, options.Retry.BaseDelay) =
            (new System.Threading.RateLimiting.FixedWindowRateLimiter(new() { PermitLimit = 1, Window = TimeSpan.FromHours(1), AutoReplenishment = false }), 4, TimeSpan.FromMilliseconds(1)));
        emulated.Emulator.InjectFault(EmulatorFault.Error(503, 20503, "no"));
        var error = await Assert.ThrowsAsync<RateLimiterRejectedException>(() => emulated.Participants.RemoveAsync(ParticipantSid));
        Assert.That((error!.InnerException as ConversationsException)?.Code, Is.EqualTo(20503));
    }

    [TestCase(25)]
    [TestCase(100_000)]
    public void A_limit_that_no_timer_counts_to_is_refused(int days)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConversationsClientOptions { TotalTimeout = TimeSpan.FromDays(days) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConversationsClientOptions { AttemptTimeout = TimeSpan.FromDays(days) });
        Assert.DoesNotThrow(() => _ = new ConversationsClientOptions { TotalTimeout = TimeSpan.FromDays(24), AttemptTimeout = TimeSpan.FromDays(24) });
    }
}
