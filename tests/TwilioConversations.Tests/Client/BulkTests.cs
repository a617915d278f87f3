using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Time.Testing;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>Many at once: an outcome for each, whatever happens to the others.</summary>
public class BulkTests
{
    [Test]
    public async Task Results_come_in_the_order_of_the_inputs_with_the_status_of_each()
    {
        using var emulated = new EmulatorFixture();
        await emulated.SeedAsync(3);
        var requests = new List<CreateParticipantRequest>
        {
            new() { Identity = "new" },
            new() { Identity = "p1" },
            new() { Identity = "bad", RoleSid = "nonsense" },
            null!,
            new() { MessagingBindingAddress = "+1", MessagingBindingProxyAddress = "+1" },
            new() { Identity = "newer" },
        };
        var outcomes = await emulated.Participants.CreateManyAsync(requests).ToListAsync();
        Assert.Multiple(() =>
        {
            Assert.That(outcomes.Select(outcome => outcome.Index), Is.EqualTo(Enumerable.Range(0, 6)));
            Assert.That(outcomes.Select(outcome => outcome.Input), Is.EqualTo(requests));
            Assert.That(outcomes.Select(outcome => outcome.Status), Is.EqualTo(new[]
            {
                BulkStatus.Done, BulkStatus.AlreadyExists, BulkStatus.Failed, BulkStatus.Failed, BulkStatus.Failed, BulkStatus.Done,
            }));
            Assert.That(outcomes.Select(outcome => outcome.Result?.Identity), Is.EqualTo(new[] { "new", null, null, null, null, "newer" }));
            Assert.That(outcomes.Select(outcome => outcome.Error?.GetType()), Is.EqualTo(new[] { null, null, typeof(ArgumentException), typeof(ArgumentNullException), typeof(ConversationsResponseException), null }));
            Assert.That($"{outcomes[0]}", Is.EqualTo("#0 Done"));
        });

        var removed = await emulated.Participants.DeleteManyAsync(["p0", outcomes[0].Result!, "nobody"]).ToListAsync();
        Assert.That(removed.Select(outcome => outcome.Status), Is.EqualTo(new[] { BulkStatus.Done, BulkStatus.Done, BulkStatus.AlreadyGone }));
        Assert.That(await emulated.Participants.ListAsync().Select(participant => participant.Identity).ToListAsync(), Is.EqualTo(new[] { "p1", "p2", "newer" }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task An_address_bound_in_this_conversation_already_exists_however_the_conversation_is_named(bool bySid)
    {
        using var service = ConversationsEmulator.Start();
        var sid = service.AddConversation("support");
        service.AddConversation("elsewhere");
        var participants = service.Client.Conversation(bySid ? sid : "support").Participants;
        await participants.CreateAsync(Sms("+15550000001"));
        await participants.CreateAsync(Sms("+15550000002"));
        await service.Client.Conversation("elsewhere").Participants.CreateAsync(Sms("+15550000003"));
        var outcomes = await participants.CreateManyAsync([Sms("+15550000001"), Sms("+15550000002"), Sms("+15550000003"), Sms("+15550000004")], new() { Concurrency = 1 }).ToListAsync();
        Assert.That(outcomes.Select(outcome => outcome.Status), Is.EqualTo(new[] { BulkStatus.AlreadyExists, BulkStatus.AlreadyExists, BulkStatus.Failed, BulkStatus.Done }));
        Assert.That(service.Requests.Count(request => request.Operation == "ListConversationParticipant"), Is.EqualTo(bySid ? 0 : 1), "one participant has the conversation's SID");

        static CreateParticipantRequest Sms(string address) => new() { MessagingBindingAddress = address, MessagingBindingProxyAddress = "+15017122661" };
    }

    [TestCase(1)]
    [TestCase(3)]
    public async Task Concurrency_limits_the_requests_under_way(int concurrency)
    {
        var full = new TaskCompletionSource();
        RecordingHandler recorder = null!;
        recorder = new RecordingHandler
        {
            Before = async (_, _) =>
            {
                if (recorder.MostAtOnce == concurrency)
                {
                    full.TrySetResult();
                }

                // Nobody gets through before as many as allowed have come.
                await full.Task;
                return null;
            },
        };
        using var emulated = new EmulatorFixture(recorder);
        var outcomes = await emulated.Participants.CreateManyAsync(Chat(40), new() { Concurrency = concurrency }).ToListAsync();
        Assert.That(outcomes.Select(outcome => outcome.Status), Is.All.EqualTo(BulkStatus.Done));
        Assert.That(recorder.MostAtOnce, Is.EqualTo(concurrency));
    }

    [Test]
    public async Task The_inputs_are_read_only_a_little_ahead_of_the_results()
    {
        using var emulated = new EmulatorFixture();
        var read = 0;
        await foreach (var outcome in emulated.Participants.CreateManyAsync(Chat(1000).Select(request => { read++; return request; }), new() { Concurrency = 2 }))
        {
            Assert.That(read, Is.LessThanOrEqualTo(outcome.Index + 8));
            if (outcome.Index == 20)
            {
                break;
            }
        }

        Assert.That(await emulated.Participants.ListAsync().CountAsync(), Is.LessThanOrEqualTo(29), "nothing goes on after the loop is left");
    }

    [Test]
    public async Task Progress_is_reported_after_each_result()
    {
        using var emulated = new EmulatorFixture();
        var progress = new ProgressList();
        CreateParticipantRequest[] requests = [new() { Identity = "a" }, new() { RoleSid = "bad" }, new() { Identity = "c" }];
        await emulated.Participants.CreateManyAsync(requests, progress: progress).ToListAsync();
        Assert.That(progress.Reports, Is.EqualTo(new[] { (1, 0, 3), (2, 1, 3), (3, 1, 3) }.Select(one => new BulkProgress { Completed = one.Item1, Failed = one.Item2, Total = one.Item3 })));
        progress.Reports.Clear();
        await emulated.Participants.CreateManyAsync(requests.Where(_ => true).Take(1), progress: progress).ToListAsync();
        Assert.That(progress.Reports, Is.EqualTo(new[] { new BulkProgress { Completed = 1 } }));
    }

    [Test]
    public async Task After_a_429_all_inputs_wait_as_long_as_the_service_asks()
    {
        var time = new FakeTimeProvider();
        var sent = new ConcurrentQueue<TimeSpan>();
        using var emulated = new EmulatorFixture(
            new RecordingHandler
            {
                Before = (_, _) =>
                {
                    sent.Enqueue(time.GetUtcNow() - time.Start);
                    return Task.FromResult(sent.Count == 1
                        ? new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Headers = { { "Retry-After", "60" } } }
                        : null);
                },
            },
            options => options.TimeProvider = time);
        var adding = emulated.Participants.CreateManyAsync(Chat(20), new() { Concurrency = 4 }).ToListAsync().AsTask();

        time.Advance(TimeSpan.FromSeconds(59));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.That((await adding).Select(outcome => outcome.Status), Is.All.EqualTo(BulkStatus.Done));
        Assert.That(sent, Is.EqualTo(Enumerable.Repeat(TimeSpan.FromSeconds(60), 20).Prepend(TimeSpan.Zero)), "by the clock, which stands still but for the test");
        Assert.That(await emulated.Participants.ListAsync().CountAsync(), Is.EqualTo(20));
    }

    [Test]
    public async Task An_input_that_is_rate_limited_too_often_fails_with_the_services_error()
    {
        var clock = new Clock { Step = TimeSpan.FromSeconds(10) };
        using var emulated = new EmulatorFixture(
            new RecordingHandler { Before = (_, _) => Task.FromResult<HttpResponseMessage?>(new HttpResponseMessage(HttpStatusCode.TooManyRequests)) },
            clock.UseIn);
        var outcome = await clock.RunAsync(emulated.Participants.CreateManyAsync(Chat(1), new() { MaxAttempts = 3 }).SingleAsync().AsTask());
        Assert.That((outcome.Status, (outcome.Error as ConversationsResponseException)?.IsRateLimited, emulated.Recorder.Requests.Count), Is.EqualTo((BulkStatus.Failed, (bool?)true, 3)));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task After_a_cancellation_the_results_show_which_inputs_were_done(bool givenToTheOperation)
    {
        using var cancel = new CancellationTokenSource();
        var sent = 0;
        using var emulated = new EmulatorFixture(new RecordingHandler
        {
            Before = async (request, ct) =>
            {
                if (Interlocked.Increment(ref sent) > 5)
                {
                    // The sixth is under way when the operation is canceled.
                    await request.Content!.CopyToAsync(Stream.Null, ct);
                    await cancel.CancelAsync();
                    await Task.Delay(Timeout.Infinite, ct);
                }

                return null;
            },
        });
        var outcomes = new List<BulkResult<CreateParticipantRequest, Participant>>();
        var error = await Assert.ThrowsAsync<OperationCanceledException>(async () =>
        {
            await foreach (var outcome in emulated.Participants
                .CreateManyAsync(Chat(12), new() { Concurrency = 1 }, cancellationToken: givenToTheOperation ? cancel.Token : default)
                .WithCancellation(givenToTheOperation ? default : cancel.Token))
            {
                outcomes.Add(outcome);
            }
        });
        Assert.Multiple(() =>
        {
            Assert.That(error!.CancellationToken, Is.EqualTo(cancel.Token));
            Assert.That(outcomes.Select(outcome => outcome.Status), Is.EqualTo(Enumerable.Repeat(BulkStatus.Done, 5).Append(BulkStatus.Unknown).Concat(Enumerable.Repeat(BulkStatus.NotSent, 6))));
        });
        Assert.That(await emulated.Emulator.Client.Conversation(Operations.ConversationSid).Participants.ListAsync().CountAsync(), Is.EqualTo(5));
    }

    [Test]
    public async Task An_exception_of_the_inputs_is_thrown_after_the_results_of_the_earlier_inputs()
    {
        using var emulated = new EmulatorFixture();
        var outcomes = new List<BulkResult<CreateParticipantRequest, Participant>>();
        await Assert.ThrowsAsync<FormatException>(async () =>
        {
            await foreach (var outcome in emulated.Participants.CreateManyAsync(BrokenOff(), new() { Concurrency = 4 }))
            {
                outcomes.Add(outcome);
            }
        });
        Assert.That(outcomes.Select(outcome => outcome.Status), Is.EqualTo(Enumerable.Repeat(BulkStatus.Done, 10)));

        static IEnumerable<CreateParticipantRequest> BrokenOff()
        {
            foreach (var request in Chat(10))
            {
                yield return request;
            }

            throw new FormatException("line 11");
        }
    }

    [Test]
    public async Task Deletes_in_a_missing_conversation_fail()
    {
        using var service = ConversationsEmulator.Start();
        var outcomes = await service.Client.Conversation("mistyped").Participants.DeleteManyAsync(["alice", Operations.ParticipantSid]).ToListAsync();
        Assert.That(outcomes.Select(outcome => (outcome.Status, (outcome.Error as ConversationsResponseException)?.IsNotFound)), Is.All.EqualTo((BulkStatus.Failed, (bool?)true)));
    }

    [Test]
    public async Task An_error_that_names_the_missing_conversation_needs_no_further_request()
    {
        var gone = new StubResponse(HttpStatusCode.NotFound, """{"code":50350}""");
        using var server = new StubServer(gone, new StubResponse(HttpStatusCode.NotFound, """{"code":20404}"""), StubResponse.Ok(Examples.Page), gone);
        var participants = server.Client.Conversation(Operations.ConversationSid).Participants;
        var added = await participants.CreateManyAsync(Chat(1)).SingleAsync();
        var removed = await participants.DeleteManyAsync([Operations.ParticipantSid, Operations.ParticipantSid], new() { Concurrency = 1 }).ToListAsync();
        Assert.That(added.Status, Is.EqualTo(BulkStatus.Failed));
        Assert.That(removed.Select(outcome => outcome.Status), Is.EqualTo(new[] { BulkStatus.AlreadyGone, BulkStatus.Failed }), "it was there for the first, and is gone for the second");
        Assert.That(server.Requests.Select(request => request.Method), Is.EqualTo(new[] { "POST", "DELETE", "GET", "DELETE" }));
    }

    [Test]
    public async Task A_create_that_succeeded_despite_a_404_is_done()
    {
        using var emulated = new EmulatorFixture();
        emulated.Emulator.InjectFault(EmulatorFault.SpuriousNotFound, times: 2, when: request => request.Method == "POST");
        CreateParticipantRequest[] requests = [new() { Identity = "alice" }, new() { MessagingBindingAddress = "+15558675310", MessagingBindingProxyAddress = "+15017122661" }];
        var outcomes = await emulated.Participants.CreateManyAsync(requests).ToListAsync();
        Assert.That(outcomes.Select(outcome => (outcome.Status, outcome.Result is null)), Is.All.EqualTo((BulkStatus.Done, false)));
    }

    [Test]
    public async Task The_options_control_whether_webhooks_are_called()
    {
        using var emulated = new EmulatorFixture();
        var options = new BulkOptions { WebhookEnabled = true };
        await emulated.Participants.CreateManyAsync(Chat(1), options).ToListAsync();
        await emulated.Participants.DeleteManyAsync(["u0"], options).ToListAsync();
        Assert.That(emulated.Emulator.Webhooks.Select(webhook => webhook.EventType), Is.EquivalentTo(new[] { "onUserAdded", "onParticipantAdded", "onParticipantRemoved" }));
    }

    [Test]
    public void Options_out_of_their_range_are_rejected()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BulkOptions { Concurrency = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BulkOptions { Concurrency = 65 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BulkOptions { MaxAttempts = 0 });
        using var emulated = new EmulatorFixture();
        Assert.Throws<ArgumentNullException>(() => emulated.Participants.CreateManyAsync((IEnumerable<CreateParticipantRequest>)null!));
        Assert.Throws<ArgumentNullException>(() => emulated.Participants.DeleteManyAsync((IAsyncEnumerable<ParticipantKey>)null!));
    }

    private static IEnumerable<CreateParticipantRequest> Chat(int count) => Enumerable.Range(0, count).Select(i => new CreateParticipantRequest { Identity = $"u{i}" });
}
