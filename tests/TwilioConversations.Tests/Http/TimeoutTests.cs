using System.Net;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>The time limits of an attempt, a wait and a whole call.</summary>
public class TimeoutTests
{
    [Test]
    public async Task A_wait_that_does_not_fit_into_the_total_limit_is_not_begun()
    {
        using var server = new StubServer(new StubResponse(HttpStatusCode.TooManyRequests, null, ("Retry-After", "3600")));
        using var client = server.CreateClient(options => options.TimeProvider = new Clock());
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid));
        Assert.That(error!.RetryAfter, Is.EqualTo(TimeSpan.FromHours(1)));
    }

    [TestCase("86401", TestName = "A_day_and_a_second")]
    [TestCase("2147483647", TestName = "More_than_a_timer_can_count")]
    public async Task A_wait_of_more_than_a_day_is_not_begun_even_without_a_total_limit(string retryAfter)
    {
        using var server = new StubServer(new StubResponse(HttpStatusCode.TooManyRequests, null, ("Retry-After", retryAfter)));
        using var client = server.CreateClient(options => (options.TimeProvider, options.TotalTimeout) = (new Clock(), Timeout.InfiniteTimeSpan));
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid));
        Assert.That((error!.IsRateLimited, server.Requests.Count), Is.EqualTo((true, 1)));
    }

    [Test]
    public async Task The_total_limit_is_a_TimeoutException_with_the_last_error_inside()
    {
        var clock = new Clock();
        using var emulated = EmulatorFixture.ByClock(clock, options =>
        {
            options.Retry.MaxAttempts = 20;
            // Long enough for the first response on a slow machine; after that, the clock runs faster.
            options.TotalTimeout = TimeSpan.FromMinutes(2);
            options.Retry.OnRetry = _ => clock.Step = TimeSpan.FromSeconds(5);
        });
        emulated.Emulator.InjectFault(EmulatorFault.Error(503, 20503, "unavailable"), times: null);
        var error = await Assert.ThrowsAsync<ConversationsTimeoutException>(() => clock.RunAsync(emulated.Participants.FetchAsync("alice")));
        Assert.That(error!.Message, Does.StartWith("FetchConversationParticipant: not done within the time limit of 00:02:00, after "));
        Assert.That((error.InnerException as ConversationsResponseException)?.Code, Is.EqualTo(20503));
    }

    [Test]
    public async Task The_limit_of_an_attempt_is_a_TimeoutException_once_no_attempt_is_left()
    {
        var clock = new Clock();
        using var emulated = EmulatorFixture.ByClock(clock, options =>
        {
            options.Retry.MaxAttempts = 2;
            options.AttemptTimeout = TimeSpan.FromSeconds(2);
        });
        emulated.Emulator.InjectFault(EmulatorFault.Latency(TimeSpan.FromMinutes(10)), times: null);
        var error = await Assert.ThrowsAsync<ConversationsTimeoutException>(() => clock.RunAsync(emulated.Participants.FetchAsync("alice")));
        Assert.That((error!.Message, emulated.Recorder.Requests.Count), Is.EqualTo(("FetchConversationParticipant: no complete response came within the time limit of 00:00:02.", 2)));
    }

    [Test]
    public async Task The_last_error_is_reported_even_if_the_limit_ends_an_attempt()
    {
        var clock = new Clock();
        var sent = 0;
        using var emulated = new EmulatorFixture(
            new RecordingHandler
            {
                Before = async (_, ct) =>
                {
                    if (Interlocked.Increment(ref sent) == 1)
                    {
                        return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
                    }

                    clock.Step = TimeSpan.FromSeconds(5);
                    await Task.Delay(Timeout.Infinite, ct);
                    return null;
                },
            },
            options => (options.TimeProvider, options.Retry.MaxAttempts, options.AttemptTimeout, options.TotalTimeout) = (clock, 4, Timeout.InfiniteTimeSpan, TimeSpan.FromSeconds(90)));
        var error = await Assert.ThrowsAsync<ConversationsTimeoutException>(() => clock.RunAsync(emulated.Participants.FetchAsync("alice")));
        Assert.That((error!.InnerException as ConversationsResponseException)?.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
    }
}
