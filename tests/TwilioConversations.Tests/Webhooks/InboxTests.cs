using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using TwilioConversations.Inbox;
using TwilioConversations.Testing;

namespace TwilioConversations.Tests;

/// <summary>The sample application end to end: the emulator sends webhooks, the application answers, and what was about to happen is changed.</summary>
public class InboxTests
{
    private const string DeskToken = "desk-token";

    private static readonly RequestOptions WithWebhooks = new() { WebhookEnabled = true };

    private ConversationsEmulator _service = null!;
    private InboxApp _app = null!;
    private HttpClient _browser = null!;
    private string _conversation = null!;

    private ConversationScope Conversation => _service.Client.Conversation(_conversation);

    [SetUp]
    public async Task Start()
    {
        _service = ConversationsEmulator.Start();
        _conversation = _service.AddConversation("support");
        _app = new InboxApp(_service);
        _app.UseKestrel();
        _app.StartServer();
        _browser = _app.CreateClient();
        _browser.DefaultRequestHeaders.Authorization = new("Bearer", DeskToken);
        var hook = new Uri(_browser.BaseAddress!, "/hooks/conversations").AbsoluteUri;
        await _service.Client.WebhookSettings.UpdateAsync(new() { PreWebhookUrl = hook, PostWebhookUrl = hook, Filters = ["onMessageAdd", "onMessageAdded", "onParticipantAdded"] });
    }

    [TearDown]
    public async Task Stop()
    {
        _browser.Dispose();
        _service.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task A_message_arrives_once_cleaned_before_anybody_sees_it()
    {
        var message = await Conversation.Messages.CreateAsync(new() { Author = "alice", Body = "My card is 4111 1111 1111 1111, thanks" }, WithWebhooks);
        Assert.That(message.Body, Is.EqualTo("My card is [card number], thanks"));
        await _service.WaitForWebhooksAsync();
        var inbox = await _browser.GetFromJsonAsync<List<InboxMessage>>("/");
        Assert.That(inbox, Is.EqualTo(new[] { new InboxMessage(_conversation, 0, "alice", "My card is [card number], thanks") }));
        Assert.That(_service.WebhookDeliveries.Select(delivery => (delivery.EventType, delivery.StatusCode)), Is.EqualTo(new[] { ("onMessageAdd", (int?)200), ("onMessageAdded", 200) }));
    }

    [Test]
    public async Task Numbers_of_orders_and_telephones_are_not_taken_for_cards()
    {
        const string Body = "order 20261130-0001-2345 call +1 555 000 1111 222 or 5550001111222333";
        Assert.That((await Conversation.Messages.CreateAsync(new() { Author = "alice", Body = Body }, WithWebhooks)).Body, Is.EqualTo(Body));
    }

    [Test]
    public async Task Nobody_but_the_desk_reads_or_replies()
    {
        _browser.DefaultRequestHeaders.Authorization = null;
        Assert.That((await _browser.GetAsync("/")).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await _browser.PostAsJsonAsync($"/{_conversation}/reply", new Reply("Hello"))).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await Conversation.Messages.ListAsync().CountAsync(), Is.Zero);
    }

    [Test]
    public async Task An_event_without_the_message_is_no_error()
    {
        var hook = new Uri(_browser.BaseAddress!, "/hooks/conversations").AbsoluteUri;
        Dictionary<string, string> fields = new() { ["EventType"] = "onMessageAdded", ["AccountSid"] = ConversationsEmulator.AccountSid };
        using var request = new HttpRequestMessage(HttpMethod.Post, hook) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add(WebhookSignature.HeaderName, WebhookSignature.Compute(ConversationsEmulator.AuthToken, hook, fields));
        Assert.That((await _browser.SendAsync(request)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await _browser.GetFromJsonAsync<List<InboxMessage>>("/"), Is.Empty);
    }

    [Test]
    public async Task Spam_is_refused_and_never_stored()
    {
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => Conversation.Messages.CreateAsync(new() { Author = "mallory", Body = "Buy now!" }, WithWebhooks));
        Assert.That((error!.StatusCode, error.Code), Is.EqualTo((HttpStatusCode.Forbidden, (int?)20403)));
        Assert.That(await Conversation.Messages.ListAsync().CountAsync(), Is.Zero);
        Assert.That(_service.Webhooks, Is.Empty);
    }

    [Test]
    public async Task A_newcomer_is_welcomed_through_the_client_in_the_container()
    {
        await Conversation.Participants.CreateAsync(new() { Identity = "alice" }, WithWebhooks);
        await _service.WaitForWebhooksAsync();
        Assert.That((await Conversation.Messages.ListAsync().SingleAsync()).Body, Is.EqualTo("Welcome, alice"));
    }

    [Test]
    public async Task An_answer_from_the_desk_comes_back_to_the_inbox()
    {
        var answer = await _browser.PostAsJsonAsync($"/{_conversation}/reply", new Reply("How can we help?"));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        await _service.WaitForWebhooksAsync();
        Assert.That(await _browser.GetFromJsonAsync<List<InboxMessage>>("/"), Is.EqualTo(new[] { new InboxMessage(_conversation, 0, "desk", "How can we help?") }));
        Assert.That((await _browser.PostAsJsonAsync("/nowhere/reply", new Reply("Hello?"))).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_request_that_the_service_did_not_sign_is_refused()
    {
        using var form = new FormUrlEncodedContent([new("EventType", "onMessageAdded"), new("MessageSid", "IM1"), new("ConversationSid", "CH1")]);
        Assert.That((await _browser.PostAsync("/hooks/conversations", form)).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await _browser.GetFromJsonAsync<List<InboxMessage>>("/"), Is.Empty);
    }

    [Test]
    public void The_sample_is_short() => Assert.That(
        Infra.Repository.FilesUnder("tests/TwilioConversations.Inbox").Where(file => Path.GetExtension(file) == ".cs").Sum(file => File.ReadLines(file).Count()), Is.LessThan(150));

    private sealed class InboxApp(ConversationsEmulator service) : WebApplicationFactory<InboxMessages>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder) => builder
            // The factory's own way to choose a port comes too late if the application starts fast.
            .UseUrls("http://127.0.0.1:0")
            .UseSetting("Twilio:AccountSid", ConversationsEmulator.AccountSid)
            .UseSetting("Twilio:AuthToken", ConversationsEmulator.AuthToken)
            .UseSetting("Twilio:BaseAddress", service.BaseAddress.AbsoluteUri)
            .UseSetting("Desk:Token", DeskToken);
    }
}
