using System.Net;
using Microsoft.Extensions.Time.Testing;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>Retries in a bulk operation: one budget, one time limit and one memory for everything that is sent for an input.</summary>
public class BulkRetryTests
{
    private static readonly EmulatorFault RateLimited = EmulatorFault.TooManyRequests(TimeSpan.FromSeconds(1));

    [Test]
    public async Task A_delete_is_Done_even_if_a_429_comes_between_the_lost_response_and_the_404()
    {
        var clock = new Clock();
        using var emulated = EmulatorFixture.ByClock(clock);
        var alice = (await emulated.SeedAsync(1))[0];
        emulated.Emulator.InjectFault(EmulatorFault.ResponseLost);
        emulated.Emulator.InjectFault(RateLimited);
        var removed = await clock.RunAsync(emulated.Participants.DeleteManyAsync([alice]).SingleAsync().AsTask());
        Assert.That((removed.Status, emulated.Recorder.Requests.Count), Is.EqualTo((BulkStatus.Done, 3)));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Canceled_while_it_waits_after_a_429_a_change_that_may_have_been_done_is_Unknown_and_any_other_NotSent(bool mayHaveBeenDone)
    {
        using var cancel = new CancellationTokenSource();
        var clock = new Clock();
        using var emulated = EmulatorFixture.ByClock(clock);
        var alice = (await emulated.SeedAsync(1))[0];
        if (mayHaveBeenDone)
        {
            emulated.Emulator.InjectFault(EmulatorFault.ResponseLost);
        }

        emulated.Emulator.InjectFault(EmulatorFault.TooManyRequests(TimeSpan.FromHours(1)));
        emulated.Recorder.After = (_, response) => CancelOn(HttpStatusCode.TooManyRequests, response, cancel);
        var removed = await FirstAsync(clock, emulated.Participants.DeleteManyAsync([alice], cancellationToken: cancel.Token));
        Assert.That(removed.Status, Is.EqualTo(mayHaveBeenDone ? BulkStatus.Unknown : BulkStatus.NotSent));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_create_that_succeeded_despite_a_404_is_not_lost_when_its_lookup_is_rate_limited(bool isCanceled)
    {
        using var cancel = new CancellationTokenSource();
        var clock = new Clock();
        using var emulated = EmulatorFixture.ByClock(clock);
        emulated.Emulator.InjectFault(EmulatorFault.SpuriousNotFound);
        emulated.Emulator.InjectFault(isCanceled ? EmulatorFault.TooManyRequests(TimeSpan.FromHours(1)) : RateLimited);
        if (isCanceled)
        {
            emulated.Recorder.After = (_, response) => CancelOn(HttpStatusCode.TooManyRequests, response, cancel);
        }

        var added = await FirstAsync(clock, emulated.Participants.CreateManyAsync([new() { Identity = "alice" }], cancellationToken: cancel.Token));
        Assert.That(added.Status, Is.EqualTo(isCanceled ? BulkStatus.Unknown : BulkStatus.Done));
    }

    [Test]
    public async Task Canceling_the_lookup_of_an_identity_leaves_its_delete_NotSent()
    {
        using var cancel = new CancellationTokenSource();
        using var emulated = new EmulatorFixture(new RecordingHandler
        {
            Before = async (request, ct) =>
            {
                if (request.Method == HttpMethod.Get)
                {
                    await cancel.CancelAsync();
                    await Task.Delay(Timeout.Infinite, ct);
                }

                return null;
            },
        });
        await emulated.SeedAsync(1);
        var removed = await FirstAsync(new Clock(), emulated.Participants.DeleteManyAsync(["p0"], cancellationToken: cancel.Token));
        Assert.That(removed.Status, Is.EqualTo(BulkStatus.NotSent));
    }

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(6)]
    public async Task No_input_has_more_failed_attempts_than_BulkOptions_allow(int maxAttempts)
    {
        var clock = new Clock();
        var sent = 0;
        using var emulated = new EmulatorFixture(
            new RecordingHandler { ChecksOpenApiDocument = false, Before = (_, _) => Fail(++sent % 2 == 0 ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.TooManyRequests) },
            options =>
            {
                clock.UseIn(options);
                options.Retry.MaxAttempts = 4;
            });
        var removed = await clock.RunAsync(emulated.Participants.DeleteManyAsync([ParticipantSid], new() { MaxAttempts = maxAttempts }).SingleAsync().AsTask());
        Assert.That((removed.Status, sent), Is.EqualTo((BulkStatus.Failed, maxAttempts)));
    }

    [Test]
    public async Task A_failure_other_than_a_429_is_retried_as_often_in_bulk_as_outside_it()
    {
        var clock = new Clock();
        var sent = 0;
        using var emulated = new EmulatorFixture(
            new RecordingHandler { ChecksOpenApiDocument = false, Before = (_, _) => Fail(++sent == 1 ? HttpStatusCode.TooManyRequests : HttpStatusCode.ServiceUnavailable) },
            options =>
            {
                clock.UseIn(options);
                options.Retry.MaxAttempts = 2;
            });
        var removed = await clock.RunAsync(emulated.Participants.DeleteManyAsync([ParticipantSid], new() { MaxAttempts = 20 }).SingleAsync().AsTask());
        Assert.That((removed.Status, sent), Is.EqualTo((BulkStatus.Failed, 3)), "the 429, the 503 and its one retry");
    }

    [Test]
    public async Task The_lookup_and_the_delete_of_an_input_share_one_budget()
    {
        var clock = new Clock();
        using var emulated = EmulatorFixture.ByClock(clock);
        await emulated.SeedAsync(1);
        emulated.Emulator.InjectFault(RateLimited, when: request => request.Method == "GET");
        emulated.Emulator.InjectFault(RateLimited, when: request => request.Method == "DELETE");
        var removed = await clock.RunAsync(emulated.Participants.DeleteManyAsync(["p0"], new() { MaxAttempts = 2 }).SingleAsync().AsTask());
        Assert.That((removed.Status, emulated.Recorder.Requests.Count), Is.EqualTo((BulkStatus.Failed, 3)), "a lookup, its retry, and a removal for which no retry is left");
    }

    [Test]
    public async Task The_lookup_and_the_delete_of_an_input_share_one_time_limit()
    {
        var time = new FakeTimeProvider();
        using var emulated = new EmulatorFixture(
            new RecordingHandler
            {
                Before = (request, ct) =>
                {
                    time.Advance(TimeSpan.FromSeconds(60));
                    ct.ThrowIfCancellationRequested();
                    return Task.FromResult<HttpResponseMessage?>(null);
                },
            },
            options => (options.TimeProvider, options.AttemptTimeout) = (time, Timeout.InfiniteTimeSpan));
        await emulated.SeedAsync(1);
        var removed = await emulated.Participants.DeleteManyAsync(["p0"]).SingleAsync();
        Assert.That((removed.Status, removed.Error?.GetType()), Is.EqualTo((BulkStatus.Failed, typeof(ConversationsTimeoutException))), "the lookup leaves 40 of 100 seconds");
        Assert.That(removed.Error!.Message, Does.Contain("within the time limit of 00:01:40"));
    }

    [Test]
    public async Task A_wait_that_the_service_asks_for_does_not_count_toward_the_time_limit_of_an_input()
    {
        var clock = new Clock { Step = TimeSpan.FromSeconds(10) };
        using var emulated = EmulatorFixture.ByClock(clock);
        emulated.Emulator.InjectFault(EmulatorFault.TooManyRequests(TimeSpan.FromMinutes(4)), times: 7);
        using var client = new ConversationsClient(new() { Credentials = emulated.Emulator.Credentials, BaseAddress = emulated.Emulator.BaseAddress, TimeProvider = clock, AttemptTimeout = Timeout.InfiniteTimeSpan, TotalTimeout = TimeSpan.FromMinutes(20) });
        var added = await clock.RunAsync(client.Conversation(ConversationSid).Participants.CreateManyAsync([new() { Identity = "alice" }]).SingleAsync().AsTask());
        Assert.That(added.Status, Is.EqualTo(BulkStatus.Done));
    }

    [Test]
    public async Task A_retry_in_bulk_is_reported_to_OnRetry()
    {
        var clock = new Clock();
        var retries = new List<RetryAttempt>();
        using var emulated = EmulatorFixture.ByClock(clock, options => options.Retry.OnRetry = retries.Add);
        emulated.Emulator.InjectFault(EmulatorFault.TooManyRequests(TimeSpan.FromSeconds(7)));
        await clock.RunAsync(emulated.Participants.CreateManyAsync([new() { Identity = "alice" }]).SingleAsync().AsTask());
        Assert.That(retries.Select(retry => (retry.Operation, retry.Attempt, retry.Delay)), Is.EqualTo(new[] { ("CreateConversationParticipant", 1, TimeSpan.FromSeconds(7)) }));
    }

    private static Task<HttpResponseMessage?> Fail(HttpStatusCode status) => Task.FromResult<HttpResponseMessage?>(new HttpResponseMessage(status));

    private static void CancelOn(HttpStatusCode status, HttpResponseMessage response, CancellationTokenSource cancel)
    {
        if (response.StatusCode == status)
        {
            // Later, when the response has been read.
            cancel.CancelAfter(TimeSpan.FromMilliseconds(200));
        }
    }

    /// <summary>The first result; the cancellation comes after it.</summary>
    private static Task<T> FirstAsync<T>(Clock clock, IAsyncEnumerable<T> results) => clock.RunAsync(results.FirstAsync().AsTask());
}
