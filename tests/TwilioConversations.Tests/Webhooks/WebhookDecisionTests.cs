using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using TwilioConversations.AspNetCore;
using TwilioConversations.Tests.Infra;
using static System.Net.HttpStatusCode;

namespace TwilioConversations.Tests;

/// <summary>The application's response to a pre-action webhook, and the spans and measurements that it leaves.</summary>
[NonParallelizable] // Listens to the spans of the whole process.
public class WebhookDecisionTests
{
    private const string Marked = "q7Zmarked";

    private static readonly Dictionary<string, string> MessageAdding = new() { ["EventType"] = "onMessageAdd", ["Body"] = Marked };

    [Test]
    public async Task A_message_is_accepted_changed_or_rejected()
    {
        var decision = MessageDecision.Accept;
        await using var app = await HookApp.StartAsync(hooks => hooks.OnMessageAdding((_, _) => Task.FromResult(decision)).OnMessageUpdating((_, _) => Task.FromResult(decision)));
        Assert.That(await app.PostAsync(MessageAdding), Is.EqualTo((OK, "{}")));
        decision = new() { Body = "\"x\"" };
        Assert.That(await app.PostAsync(MessageAdding), Is.EqualTo((OK, """{"body":"\"x\""}""")));
        decision = new() { Body = "", Author = "a", Attributes = """{"k":1}""" };
        Assert.That(await app.PostAsync(new(MessageAdding) { ["EventType"] = "onMessageUpdate" }), Is.EqualTo((OK, """{"body":"","author":"a","attributes":"{\"k\":1}"}""")));
        decision = MessageDecision.Reject;
        Assert.That(await app.PostAsync(MessageAdding), Is.EqualTo((Forbidden, "")));
        decision = null!;
        Assert.That((await app.PostAsync(MessageAdding)).Status, Is.EqualTo(OK), "a handler without a decision has failed, and the action goes on");
    }

    [Test]
    public async Task A_conversation_gets_another_name_and_other_actions_are_accepted_or_rejected()
    {
        await using var app = await HookApp.StartAsync(hooks => hooks
            .OnConversationAdding((_, _) => Task.FromResult(new ConversationDecision { FriendlyName = "Desk" }))
            .OnConversationUpdating((_, _) => Task.FromResult(ConversationDecision.Reject))
            .OnConversationRemoving((_, _) => Task.FromResult(ActionDecision.Reject))
            .OnMessageRemoving((_, _) => Task.FromResult(ActionDecision.Accept))
            .OnParticipantAdding((_, _) => Task.FromResult(ActionDecision.Reject))
            .OnParticipantUpdating((_, _) => Task.FromResult(ActionDecision.Accept))
            .OnUserUpdating((_, _) => Task.FromResult(ActionDecision.Reject)));
        var expected = new Dictionary<string, (HttpStatusCode, string)>
        {
            ["onConversationAdd"] = (OK, """{"friendly_name":"Desk"}"""),
            ["onConversationUpdate"] = (Forbidden, ""),
            ["onConversationRemove"] = (Forbidden, ""),
            ["onMessageRemove"] = (OK, "{}"),
            ["onParticipantAdd"] = (Forbidden, ""),
            ["onParticipantUpdate"] = (OK, "{}"),
            ["onParticipantRemove"] = (OK, "{}"),
            ["onUserUpdate"] = (Forbidden, ""),
        };
        foreach (var (type, response) in expected)
        {
            Assert.That(await app.PostAsync(new() { ["EventType"] = type }), Is.EqualTo(response), type);
        }
    }

    [TestCase(DecisionFailureBehavior.Accept, OK)]
    [TestCase(DecisionFailureBehavior.Reject, Forbidden)]
    public async Task A_handler_that_throws_accepts_or_rejects_as_was_chosen(DecisionFailureBehavior choice, HttpStatusCode expected)
    {
        await using var app = await HookApp.StartAsync(hooks =>
        {
            hooks.FailureBehavior = choice;
            hooks.OnMessageAdding((message, _) => throw new InvalidOperationException(message.Body));
        });
        Assert.That((await app.PostAsync(MessageAdding)).Status, Is.EqualTo(expected));
        var failure = app.Log.Entries.Single(entry => entry.Text.Contains("the handler failed", StringComparison.Ordinal)).Text;
        Assert.That(failure, Is.EqualTo($"onMessageAdd: the handler failed with System.InvalidOperationException; the response is {(int)expected}"));
    }

    [Test]
    public async Task A_handler_that_blocks_its_thread_times_out_too()
    {
        var clock = new Clock();
        using var asked = new SemaphoreSlim(0);
        using var release = new ManualResetEventSlim();
        await using var app = await HookApp.StartAsync(hooks =>
        {
            hooks.FailureBehavior = DecisionFailureBehavior.Reject;
            hooks.OnMessageAdding((_, _) =>
            {
                asked.Release();
                release.Wait();
                return Task.FromResult(MessageDecision.Accept);
            });
        }, clock);
        var response = app.PostAsync(MessageAdding);
        await asked.WaitAsync();
        Assert.That((await clock.RunAsync(response)).Status, Is.EqualTo(Forbidden));
        release.Set();
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_failing_handler_of_every_event_does_not_disable_the_decision(bool rejects)
    {
        await using var app = await HookApp.StartAsync(hooks => hooks
            .OnEvent((_, _) => throw new TimeoutException())
            .OnMessageAdding((_, _) => Task.FromResult(rejects ? MessageDecision.Reject : MessageDecision.Accept)));
        Assert.That((await app.PostAsync(MessageAdding)).Status, Is.EqualTo(rejects ? Forbidden : OK));
        Assert.That(app.Log.Entries.Select(entry => entry.Text), Does.Contain($"onMessageAdd: the handler failed with System.TimeoutException; the response is {(rejects ? 403 : 200)}"));
    }

    [TestCase(DecisionFailureBehavior.Accept, true, OK)]
    [TestCase(DecisionFailureBehavior.Reject, true, Forbidden)]
    [TestCase(DecisionFailureBehavior.Reject, false, Forbidden)]
    public async Task A_late_handler_accepts_or_rejects_as_was_chosen_even_if_it_ignores_its_token(DecisionFailureBehavior choice, bool heeds, HttpStatusCode expected)
    {
        var clock = new Clock();
        var asked = new TaskCompletionSource<CancellationToken>();
        await using var app = await HookApp.StartAsync(hooks =>
        {
            hooks.FailureBehavior = choice;
            hooks.DecisionTimeout = TimeSpan.FromSeconds(2);
            hooks.OnMessageAdding(async (_, context) =>
            {
                asked.SetResult(context.CancellationToken);
                await Task.Delay(Timeout.Infinite, heeds ? context.CancellationToken : CancellationToken.None);
                return MessageDecision.Accept;
            });
        }, clock);
        var response = app.PostAsync(MessageAdding);
        var token = await asked.Task;
        Assert.That(token.IsCancellationRequested, Is.False);
        Assert.That((await clock.RunAsync(response)).Status, Is.EqualTo(expected));
        Assert.That(token.IsCancellationRequested);
    }

    [Test]
    public async Task Spans_and_measurements_have_the_event_and_the_status_and_nothing_of_the_message()
    {
        using var emissions = new Emissions();
        var spans = new ConcurrentQueue<Activity>();
        using var ended = new SemaphoreSlim(0);
        // Not by OpenTelemetry, which leaves out the children of spans without a listener, such as those of the web server here.
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ConversationsTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                spans.Enqueue(span);
                ended.Release();
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var app = await HookApp.StartAsync(hooks => hooks.OnMessageAdded((message, _) => throw new InvalidOperationException(message.Body)));
        await app.PostAsync(MessageAdding);
        await app.PostAsync(new(MessageAdding) { ["EventType"] = "onMessageAdded" });
        await app.PostAsync(new(MessageAdding) { ["EventType"] = Marked });
        await app.PostAsync(MessageAdding, signature: "forged");
        for (var i = 0; i < 4; i++)
        {
            // The client may get its response before the span ends.
            Assert.That(await ended.WaitAsync(TimeSpan.FromMinutes(1)));
        }

        Assert.That(
            spans.Select(span => (span.DisplayName, span.GetTagItem("event"), span.GetTagItem("http.response.status_code"), span.GetTagItem("error.type"))),
            Is.EquivalentTo(new (string, object?, object?, object?)[]
            {
                ("webhooks.receive", "onMessageAdd", 200, null),
                ("webhooks.receive", "onMessageAdded", 500, "System.InvalidOperationException"),
                ("webhooks.receive", "other", 200, null),
                ("webhooks.receive", "none", 403, null),
            }));
        Assert.That(emissions.Metrics.Select(metric => metric.Name), Does.Contain("twilio.conversations.webhook.duration"));
        Assert.That(emissions.Texts().Concat(spans.Select(span => string.Join(' ', span.TagObjects))).Where(text => text.Contains(Marked, StringComparison.Ordinal)), Is.Empty);
        Assert.That(app.Log.Entries.Where(entry => entry.Text.Contains(Marked, StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void A_wrong_setting_is_reported_by_name()
    {
        using var app = WebApplication.CreateSlimBuilder().Build();
        Assert.That(Assert.Throws<InvalidOperationException>(() => app.MapConversationsWebhooks("/hook", _ => { }))!.Message, Does.StartWith("Set ConversationsWebhooks.Secrets"));
        app.MapConversationsWebhooks("/hook", hooks =>
        {
            hooks.Secrets = [WebhookSecret.FromAuthToken(HookApp.AccountSid, "token")];
            Assert.That(Assert.Throws<ArgumentException>(() => hooks.Secrets = [])!.Message, Does.StartWith("Secrets must contain"));
            Assert.Throws<ArgumentException>(() => hooks.Secrets = [null!]);
            foreach (var address in new[] { "/relative", "ftp://example.com", "https://example.com?a", "https://example.com#a" })
            {
                Assert.That(Assert.Throws<ArgumentException>(() => hooks.PublicAddress = new Uri(address, UriKind.RelativeOrAbsolute), address)!.Message, Does.StartWith("PublicAddress must be"));
            }

            Assert.That(Assert.Throws<ArgumentOutOfRangeException>(() => hooks.MaxBodySize = 0)!.ParamName, Is.EqualTo("MaxBodySize"));
            Assert.Throws<ArgumentOutOfRangeException>(() => hooks.DecisionTimeout = TimeSpan.Zero);
            Assert.Throws<ArgumentOutOfRangeException>(() => hooks.DecisionTimeout = TimeSpan.FromSeconds(6));
            Assert.Throws<ArgumentNullException>(() => hooks.OnMessageAdding(null!));
            hooks.OnMessageAdded((_, _) => Task.CompletedTask);
            Assert.Throws<InvalidOperationException>(() => hooks.OnMessageAdded((_, _) => Task.CompletedTask));
        });
    }
}
