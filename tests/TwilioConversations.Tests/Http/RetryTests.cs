using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>The requests that are retried, with their delays and limits.</summary>
public class RetryTests
{
    private static readonly EmulatorFault Rejected = EmulatorFault.TooManyRequests();
    private static readonly EmulatorFault Stalled = EmulatorFault.Latency(TimeSpan.FromMinutes(10));
    private static readonly EmulatorFault Unavailable = EmulatorFault.Error(503, 20503, "unavailable");

    private static IEnumerable<TestCaseData> Cases()
    {
        // Whatever the operation: it was not processed.
        yield return Case("GET", "429", Rejected, true);
        yield return Case("POST", "429", Rejected, true);
        yield return Case("DELETE", "429", Rejected, true);
        // Where doing it twice is doing it once.
        foreach (var (name, fault) in new[]
        {
            ("503", Unavailable), ("500", EmulatorFault.Error(500, 20500, "oh")), ("408", EmulatorFault.Error(408, 20408, "late")), ("502_HTML", EmulatorFault.Html(502)), ("504_HTML", EmulatorFault.Html(504)),
            ("dropped", EmulatorFault.DroppedConnection), ("lost_response", EmulatorFault.ResponseLost), ("stalled", Stalled),
        })
        {
            yield return Case("GET", name, fault, true);
            yield return Case("DELETE", name, fault, true);
            yield return Case("POST", name, fault, false);
        }

        yield return Case("GET", "cut_body", EmulatorFault.TruncatedBody, true);
        // Another request would get the same response.
        yield return Case("GET", "400", EmulatorFault.Error(400, 20001, "bad"), false);
        yield return Case("GET", "401", EmulatorFault.Error(401, 20003, "who"), false);
        yield return Case("GET", "404", EmulatorFault.Error(404, 20404, "gone"), false);
        yield return Case("GET", "409", EmulatorFault.Error(409, 50433, "there"), false);
        yield return Case("GET", "501", EmulatorFault.Html(501), false);

        static TestCaseData Case(string verb, string name, EmulatorFault fault, bool isRetried) => new TestCaseData(verb, fault, isRetried).SetArgDisplayNames(verb, name, isRetried ? "again" : "once");
    }

    [TestCaseSource(nameof(Cases))]
    public async Task A_failure_is_followed_by_another_attempt_where_that_is_safe(string verb, EmulatorFault fault, bool isRetried)
    {
        var clock = new Clock();
        using var emulated = EmulatorFixture.ByClock(clock);
        var alice = (await emulated.SeedAsync(1))[0];
        emulated.Emulator.InjectFault(fault);
        var call = verb switch
        {
            "GET" => emulated.Participants.FetchAsync(alice.Sid),
            "POST" => emulated.Participants.UpdateAsync(alice, new() { LastReadMessageIndex = 1 }),
            _ => emulated.Participants.DeleteAsync(alice),
        };
        if (fault == Stalled)
        {
            // Only once the request has come may its time be over: the next one would stall in its place.
            while (emulated.Emulator.RequestCount < 2)
            {
                await Task.Delay(1);
            }

            clock.Advance(TimeSpan.FromMinutes(10));
        }

        Exception? error = null;
        try
        {
            await clock.RunAsync(call);
        }
        catch (Exception e)
        {
            error = e;
        }

        Assert.That((emulated.Recorder.Requests.Count, error is null), Is.EqualTo((isRetried ? 2 : 1, isRetried)), $"{error}");
    }

    [Test]
    public async Task A_404_to_a_DELETE_counts_as_done_only_where_an_earlier_attempt_may_have_done_it()
    {
        var clock = new Clock();
        using var emulated = EmulatorFixture.ByClock(clock);
        emulated.Emulator.InjectFault(EmulatorFault.TooManyRequests());
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => clock.RunAsync(emulated.Participants.DeleteAsync(ParticipantSid)));
        Assert.That((error!.IsNotFound, emulated.Recorder.Requests.Count), Is.EqualTo((true, 2)));
        error = await Assert.ThrowsAsync<ConversationsResponseException>(() => clock.RunAsync(emulated.Participants.DeleteAsync(ParticipantSid)));
        Assert.That(error!.IsNotFound);
    }

    [Test]
    public async Task Creates_are_sent_again_after_a_lost_response_only_if_the_option_is_set()
    {
        var clock = new Clock();
        using var emulated = EmulatorFixture.ByClock(clock, options => options.Retry.RetryCreatesAndUpdates = true);
        emulated.Emulator.InjectFault(EmulatorFault.ResponseLost);
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => clock.RunAsync(emulated.Participants.CreateAsync(new() { Identity = "alice" })));
        Assert.That(error!.IsDuplicate);
    }

    [Test]
    public async Task Updates_are_sent_again_after_a_lost_response_if_the_option_is_set()
    {
        var clock = new Clock();
        using var emulated = EmulatorFixture.ByClock(clock, options => options.Retry.RetryCreatesAndUpdates = true);
        var alice = (await emulated.SeedAsync(1))[0];
        emulated.Emulator.InjectFault(EmulatorFault.ResponseLost);
        var updated = await clock.RunAsync(emulated.Participants.UpdateAsync(alice, new() { LastReadMessageIndex = 1 }));
        Assert.That((updated.LastReadMessageIndex, emulated.Recorder.Requests.Count), Is.EqualTo((1, 2)));
    }

    [Test]
    public async Task A_create_that_may_have_been_done_is_not_sent_again_unless_the_option_is_set()
    {
        var clock = new Clock();
        using var emulated = EmulatorFixture.ByClock(clock);
        emulated.Emulator.InjectFault(EmulatorFault.ResponseLost);
        await Assert.ThrowsAsync<ConversationsConnectionException>(() => clock.RunAsync(emulated.Participants.CreateAsync(new() { Identity = "alice" })));
        Assert.That(emulated.Recorder.Requests, Has.Count.EqualTo(1));
        Assert.That((await emulated.Participants.FetchAsync("alice")).Identity, Is.EqualTo("alice"), "it was done");
    }

    [Test]
    public async Task The_body_is_sent_again_whole()
    {
        var clock = new Clock();
        using var emulated = EmulatorFixture.ByClock(clock);
        emulated.Emulator.InjectFault(EmulatorFault.TooManyRequests(), times: 3);
        var attributes = $"\"{new string('x', 4000)}\"";
        var alice = await clock.RunAsync(emulated.Participants.CreateAsync(new() { Identity = "alice", Attributes = attributes }));
        Assert.That(alice.Attributes, Is.EqualTo(attributes));
        Assert.That(emulated.Emulator.Requests.Select(request => request.Form), Is.All.EqualTo(emulated.Emulator.Requests[0].Form));
    }

    [Test]
    public async Task No_more_than_MaxAttempts_are_made_and_the_last_error_surfaces()
    {
        var clock = new Clock();
        using var emulated = EmulatorFixture.ByClock(clock, options => options.Retry.MaxAttempts = 3);
        emulated.Emulator.InjectFault(Unavailable, times: null);
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => clock.RunAsync(emulated.Participants.FetchAsync("alice")));
        Assert.That(((int)error!.StatusCode, emulated.Recorder.Requests.Count), Is.EqualTo((503, 3)));
    }

    [Test]
    public async Task Retry_After_is_honored_in_seconds_and_as_a_date()
    {
        var clock = new Clock();
        var delays = new List<TimeSpan>();
        using var server = new StubServer(
            new StubResponse(HttpStatusCode.TooManyRequests, null, ("Retry-After", "7")),
            new StubResponse(HttpStatusCode.TooManyRequests, null, ("Retry-After", clock.GetUtcNow().AddHours(1).ToString("R", CultureInfo.InvariantCulture))),
            StubResponse.Ok(Examples.Participant));
        using var client = server.CreateClient(options =>
        {
            clock.UseIn(options);
            (options.AttemptTimeout, options.TotalTimeout) = (Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            options.Retry.OnRetry = retry =>
            {
                delays.Add(retry.Delay);
                // The second wait is an hour.
                clock.Step = delays.Count == 1 ? clock.Step : TimeSpan.FromMinutes(10);
            };
        });
        await clock.RunAsync(client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid));
        Assert.That(delays, Has.Count.EqualTo(2));
        Assert.That(delays[0], Is.EqualTo(TimeSpan.FromSeconds(7)));
        Assert.That(delays[1], Is.GreaterThan(TimeSpan.Zero).And.LessThanOrEqualTo(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(7)), "by the client's clock, which runs on until the response is read");
    }

    [Test]
    public async Task Without_Retry_After_the_waits_grow_up_to_their_maximum()
    {
        var clock = new Clock();
        var retries = new List<RetryAttempt>();
        var log = new LogList();
        using var emulated = EmulatorFixture.ByClock(clock, options =>
        {
            options.Retry.MaxAttempts = 9;
            options.Retry.MaxDelay = TimeSpan.FromSeconds(10);
            options.Retry.OnRetry = retries.Add;
            options.LoggerFactory = log;
        });
        emulated.Emulator.InjectFault(Unavailable, times: 8);
        await Assert.ThrowsAsync<ConversationsResponseException>(() => clock.RunAsync(emulated.Participants.FetchAsync("personal")));
        Assert.Multiple(() =>
        {
            Assert.That(retries.Select(retry => (retry.Operation, retry.Attempt)), Is.EqualTo(Enumerable.Range(1, 8).Select(i => ("FetchConversationParticipant", i))));
            Assert.That(retries.Select(retry => retry.Delay), Is.All.GreaterThan(TimeSpan.Zero).And.All.LessThanOrEqualTo(TimeSpan.FromSeconds(10)));
            // Single waits are spread at random, so that only sums show that the waits grow.
            Assert.That(Sum(retries.Skip(4)), Is.GreaterThan(1.7 * Sum(retries.Take(4))));
            Assert.That(retries.Select(retry => ((ConversationsResponseException)retry.Error).Code), Is.All.EqualTo(20503));
            var warnings = log.Entries.Where(entry => entry.Level == LogLevel.Warning).ToList();
            Assert.That(warnings, Has.Count.EqualTo(8));
            Assert.That(warnings[0].Text, Does.StartWith("FetchConversationParticipant: attempt 1 failed (status 503, Twilio error 20503); the next follows in 00:00:"));
            Assert.That(string.Concat(log.Entries), Does.Not.Contain("personal").And.Not.Contain(ConversationsEmulator.AuthToken));
        });

        static TimeSpan Sum(IEnumerable<RetryAttempt> retries) => retries.Aggregate(TimeSpan.Zero, (sum, retry) => sum + retry.Delay);
    }

    [Test]
    public async Task Canceling_ends_a_wait_at_once()
    {
        using var cancel = new CancellationTokenSource();
        var waiting = new TaskCompletionSource();
        using var emulated = EmulatorFixture.ByClock(new Clock(), options => options.Retry.OnRetry = _ => waiting.TrySetResult());
        emulated.Emulator.InjectFault(Rejected);
        var call = emulated.Participants.FetchAsync("alice", cancellationToken: cancel.Token);
        await waiting.Task;
        await cancel.CancelAsync();
        var error = await Assert.ThrowsAsync<OperationCanceledException>(() => call);
        Assert.That((error!.CancellationToken, emulated.Recorder.Requests.Count), Is.EqualTo((cancel.Token, 1)));
    }

    [Test]
    public async Task Any_request_that_found_no_connection_is_sent_again()
    {
        var server = new StubServer();
        server.Dispose();
        var clock = new Clock();
        var retries = 0;
        using var client = server.CreateClient(options =>
        {
            clock.UseIn(options);
            options.Retry.OnRetry = _ => retries++;
        });
        await Assert.ThrowsAsync<ConversationsConnectionException>(() => clock.RunAsync(client.Conversation(ConversationSid).Participants.CreateAsync(new() { Identity = "alice" })));
        Assert.That(retries, Is.EqualTo(3));
    }
}
