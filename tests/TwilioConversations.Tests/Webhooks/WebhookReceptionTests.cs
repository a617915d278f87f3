using System.Collections.Concurrent;
using System.Net;
using System.Text;
using TwilioConversations.AspNetCore;
using TwilioConversations.Tests.Infra;
using static System.Net.HttpStatusCode;

namespace TwilioConversations.Tests;

/// <summary>The requests that an application takes for webhooks, on a real server.</summary>
public class WebhookReceptionTests
{
    private const string Marked = "q7Zmarked";

    private static readonly Dictionary<string, string> Message = new() { ["EventType"] = "onMessageAdded", ["Body"] = $"{Marked} & Grüße", ["Index"] = "3", ["AccountSid"] = HookApp.AccountSid };

    private readonly List<WebhookEvent> _events = [];

    [SetUp]
    public void Forget() => _events.Clear();

    [Test]
    public async Task A_signed_form_reaches_its_handler()
    {
        await using var app = await StartAsync();
        Assert.That(await app.PostAsync(Message), Is.EqualTo((OK, "")));
        var message = (MessageAdded)_events.Single();
        Assert.That((message.EventType, message.Body, message.Index, message.MessageSid), Is.EqualTo(("onMessageAdded", $"{Marked} & Grüße", (int?)3, (string?)null)));
        Assert.That(message.Fields.ToDictionary(field => field.Key, field => $"{field.Value}"), Is.EquivalentTo(Message));
    }

    [Test]
    public async Task A_signed_JSON_body_reaches_its_handler()
    {
        await using var app = await StartAsync();
        var response = await app.PostJsonAsync($$"""{"EventType":"onParticipantAdded","AccountSid":"{{HookApp.AccountSid}}","Identity":null,"MessagingBinding":{"Type":"SMS","Address":"+15558675310"},"RetryCount":1,"isOnline":true,"Media":[{"Sid":"ME1"}],"DateCreated":"2026-01-02T03:04:05.678Z"}""");
        Assert.That(response, Is.EqualTo((OK, "")));
        var participant = (ParticipantAdded)_events.Single();
        Assert.That((participant.BindingType?.ToString(), participant.Address, participant.Identity, participant.RetryCount, participant["isOnline"], participant["Media"]), Is.EqualTo(("SMS", "+15558675310", (string?)null, 1, "true", """[{"Sid":"ME1"}]""")));
        Assert.That(participant.DateCreated, Is.EqualTo(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero)));
    }

    [TestCase("AccountSid=AC00000000000000000000000000000001&EventType=onUserAdded&Identity=a%20b&isOnline=true")]
    [TestCase("AccountSid=AC00000000000000000000000000000001&EventType=onUserAdded&Identity=a+b&isOnline=true")]
    public async Task A_signed_GET_reaches_its_handler_if_the_application_accepts_GET(string query)
    {
        await using var app = await StartAsync(hooks => hooks.AcceptGet = true);
        Assert.That((await app.GetAsync(query)).Status, Is.EqualTo(OK));
        Assert.That(((UserAdded)_events.Single()).Identity, Is.EqualTo("a b"));
    }

    [Test]
    public async Task An_unsigned_request_gets_403_and_leaves_nothing_in_the_log()
    {
        await using var app = await StartAsync(hooks => hooks.AcceptGet = true);
        Dictionary<string, string> changed = new(Message) { ["Body"] = Marked };
        var responses = new[]
        {
            await app.SendAsync(HttpMethod.Post, app.Url, new FormUrlEncodedContent(Message), null),
            await app.PostAsync(Message, signature: "forged"),
            await app.PostAsync(Message, token: "another"),
            await app.PostAsync(Message, signedUrl: app.Url + "/elsewhere"),
            await app.PostAsync(changed, signature: WebhookSignature.Compute(HookApp.AuthToken, app.Url, Message)),
            await app.SendAsync(HttpMethod.Post, app.Url, new FormUrlEncodedContent(Message), WebhookSignature.Compute(HookApp.AuthToken, app.Url, Message), (WebhookSignature.HeaderName, "forged")),
            await app.SendAsync(HttpMethod.Post, app.Url, new StringContent($$"""{"Body":"{{Marked}}"}""", Encoding.UTF8, "application/json"), WebhookSignature.Compute(HookApp.AuthToken, app.Url)),
            await app.PostJsonAsync("{}", $$"""{"Body":"{{Marked}}"}"""),
            await app.GetAsync("EventType=onMessageAdded", $"EventType=onMessageAdded&Body={Marked}"),
        };
        Assert.That(responses, Is.All.EqualTo((Forbidden, "The webhook's signature was not accepted.")));
        Assert.That(_events, Is.Empty);
        var log = app.Log.Entries.Where(entry => entry.Text.StartsWith("A webhook was rejected", StringComparison.Ordinal)).ToList();
        Assert.That(log, Has.Count.EqualTo(responses.Length));
        Assert.That(log.Where(entry => entry.Text.Contains(Marked, StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task Any_of_the_tokens_of_a_rotation_counts()
    {
        await using var app = await StartAsync(hooks => hooks.Secrets = [WebhookSecret.FromAuthToken(HookApp.AccountSid, "old"), WebhookSecret.FromAuthToken(HookApp.AccountSid, "new")]);
        Assert.That((await app.PostAsync(Message, token: "old")).Status, Is.EqualTo(OK));
        Assert.That((await app.PostAsync(Message, token: "new")).Status, Is.EqualTo(OK));
        Assert.That((await app.PostAsync(Message)).Status, Is.EqualTo(Forbidden));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_body_over_the_limit_gets_413_and_is_not_checked(bool sayLength)
    {
        await using var app = await StartAsync(hooks => hooks.MaxBodySize = 1000);
        var fields = new Dictionary<string, string> { ["EventType"] = "onMessageAdded", ["Body"] = new string('x', 1000) };
        var content = new FormUrlEncodedContent(fields);
        HttpContent sent = sayLength ? content : new UnsizedContent(await content.ReadAsByteArrayAsync());
        Assert.That((await app.SendAsync(HttpMethod.Post, app.Url, sent, WebhookSignature.Compute(HookApp.AuthToken, app.Url, fields))).Status, Is.EqualTo(RequestEntityTooLarge));
        Assert.That((await app.PostAsync(Message)).Status, Is.EqualTo(OK));
        Assert.That(_events, Has.Count.EqualTo(1));
    }

    [TestCase("[1]")]
    [TestCase("{")]
    [TestCase("")]
    [TestCase("{} more")]
    [TestCase("{} // comment")]
    [TestCase("{'EventType':'onMessageAdded'}")]
    [TestCase("{\"Body\":\"\\ud800\"}")]
    public async Task A_signed_body_other_than_a_JSON_object_gets_400(string body)
    {
        await using var app = await StartAsync();
        Assert.That((await app.PostJsonAsync(body)).Status, Is.EqualTo(BadRequest));
        Assert.That(_events, Is.Empty);
    }

    [Test]
    public async Task A_handler_that_ends_because_the_service_disconnected_is_logged_as_a_failure()
    {
        using var hangUp = new CancellationTokenSource();
        await using var app = await StartAsync(hooks => hooks.OnParticipantAdded(async (_, context) =>
        {
            await hangUp.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }));
        var fields = new Dictionary<string, string> { ["EventType"] = "onParticipantAdded", ["AccountSid"] = HookApp.AccountSid };
        await Assert.CatchAsync<OperationCanceledException>(() =>
            app.SendAsync(HttpMethod.Post, app.Url, new FormUrlEncodedContent(fields), WebhookSignature.Compute(HookApp.AuthToken, app.Url, fields), hangUp.Token));
        while (!app.Log.Entries.Any(entry => entry.Text == "onParticipantAdded: the handler failed with System.Threading.Tasks.TaskCanceledException; the response is 499"))
        {
            await Task.Delay(10);
        }
    }

    [TestCase("onSomethingNew")]
    [TestCase("")]
    public async Task An_unknown_event_is_kept_with_its_fields(string type)
    {
        var unknown = new List<UnknownEvent>();
        await using var app = await StartAsync(hooks => hooks.OnUnknown((what, _) =>
        {
            unknown.Add(what);
            return Task.CompletedTask;
        }));
        Assert.That((await app.PostAsync(new() { ["EventType"] = type, ["New.Field"] = "x" })).Status, Is.EqualTo(OK));
        Assert.That((unknown.Single().EventType, unknown.Single()["New.Field"]), Is.EqualTo((type, "x")));
    }

    [Test]
    public async Task An_attempt_while_another_one_is_handled_is_a_duplicate()
    {
        var seen = new ConcurrentQueue<bool>();
        var first = new TaskCompletionSource();
        var isHandled = new TaskCompletionSource();
        await using var app = await StartAsync(hooks => hooks.OnMessageAdded(async (_, context) =>
        {
            seen.Enqueue(context.IsDuplicate);
            if (!context.IsDuplicate)
            {
                first.SetResult();
                await isHandled.Task;
            }
        }));
        var sent = app.PostAsync(Message, headers: ("I-Twilio-Idempotency-Token", "one"));
        await first.Task;
        Assert.That((await app.PostAsync(Message, headers: ("I-Twilio-Idempotency-Token", "one"))).Status, Is.EqualTo(OK));
        isHandled.SetResult();
        Assert.That((await sent).Status, Is.EqualTo(OK));
        Assert.That(seen, Is.EqualTo(new[] { false, true }));
    }

    [Test]
    public async Task A_token_longer_than_the_service_s_is_not_kept()
    {
        var seen = new List<(string?, bool)>();
        await using var app = await StartAsync(hooks => hooks.OnMessageAdded((_, context) =>
        {
            seen.Add((context.IdempotencyToken, context.IsDuplicate));
            return Task.CompletedTask;
        }));
        await app.PostAsync(Message, headers: ("I-Twilio-Idempotency-Token", new string('x', 101)));
        await app.PostAsync(Message, headers: ("I-Twilio-Idempotency-Token", new string('x', 101)));
        Assert.That(seen, Is.EqualTo(new[] { ((string?)null, false), (null, false) }));
    }

    [Test]
    public async Task A_duplicate_is_recognized_by_its_token_unless_the_handler_failed()
    {
        var seen = new List<(string? Token, bool IsDuplicate)>();
        var fails = true;
        await using var app = await StartAsync(hooks => hooks.OnMessageAdded((_, context) =>
        {
            seen.Add((context.IdempotencyToken, context.IsDuplicate));
            return fails ? throw new TimeoutException() : Task.CompletedTask;
        }));
        Assert.That((await SendAsync("one")).Status, Is.EqualTo(InternalServerError), "so that the service may send it again");
        fails = false;
        foreach (var token in new[] { "one", "one", "two", null, null })
        {
            Assert.That((await SendAsync(token)).Status, Is.EqualTo(OK));
        }

        Assert.That(seen, Is.EqualTo(new[] { ("one", false), ("one", false), ("one", true), ("two", false), ((string?)null, false), (null, false) }));

        Task<(HttpStatusCode Status, string Body)> SendAsync(string? token) => app.PostAsync(Message, headers: token is null ? [] : [("I-Twilio-Idempotency-Token", token)]);
    }

    [Test]
    public async Task A_handler_of_a_past_event_is_notified_that_the_service_disconnected_and_can_finish()
    {
        var started = new TaskCompletionSource();
        var ended = new TaskCompletionSource<bool>();
        await using var app = await StartAsync(hooks => hooks.OnMessageAdded(async (_, context) =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, context.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ended.SetResult(context.Services.GetService(typeof(IServiceProvider)) is not null);
        }));
        using var hangUp = new CancellationTokenSource();
        var response = app.SendAsync(HttpMethod.Post, app.Url, new FormUrlEncodedContent(Message), WebhookSignature.Compute(HookApp.AuthToken, app.Url, Message), hangUp.Token);
        await started.Task;
        await hangUp.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(() => response);
        Assert.That(await ended.Task, "the services of the request are still there");
    }

    [Test]
    public async Task Another_method_than_POST_is_not_allowed()
    {
        await using var app = await StartAsync();
        Assert.That((await app.SendAsync(HttpMethod.Put, app.Url, null, null)).Status, Is.EqualTo(MethodNotAllowed));
        Assert.That((await app.GetAsync("EventType=onMessageAdded")).Status, Is.EqualTo(MethodNotAllowed));
    }

    [Test]
    public async Task Numbers_in_JSON_are_kept_as_written_and_a_byte_order_mark_is_skipped()
    {
        await using var app = await StartAsync();
        var body = Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(
            $$$"""{"AccountSid":"{{{HookApp.AccountSid}}}","a":1.10,"b":1E5,"c":0.1000000000000000055,"d":[1.0],"e":{"f":{"g":"x"}},"h":["1","2"]}""")).ToArray();
        var url = app.JsonUrl(body);
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        Assert.That((await app.SendAsync(HttpMethod.Post, url, content, WebhookSignature.Compute(HookApp.AuthToken, url))).Status, Is.EqualTo(OK));
        Assert.That(_events.Single().Fields.Where(field => field.Key.Length < 10).Select(field => $"{field.Key}={field.Value}"), Is.EquivalentTo(new[] { "a=1.10", "b=1E5", "c=0.1000000000000000055", "d=[1.0]", "e.f.g=x", """h=["1","2"]""" }));
    }

    [Test]
    public async Task Names_that_differ_only_by_case_are_different_fields()
    {
        await using var app = await StartAsync();
        Assert.That((await app.PostAsync(new Dictionary<string, string> { ["foo"] = "1", ["Foo"] = "2" })).Status, Is.EqualTo(OK));
        Assert.That((_events.Single()["foo"], _events.Single()["Foo"]), Is.EqualTo(("1", "2")));
    }

    private Task<HookApp> StartAsync(Action<ConversationsWebhooks>? configure = null) => HookApp.StartAsync(hooks =>
    {
        hooks.OnEvent((what, _) =>
        {
            _events.Add(what);
            return Task.CompletedTask;
        });
        configure?.Invoke(hooks);
    });

    private sealed class UnsizedContent(byte[] bytes) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(bytes).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
