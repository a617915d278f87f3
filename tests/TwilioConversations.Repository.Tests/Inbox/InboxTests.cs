using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
using TwilioConversations.Testing;

namespace TwilioConversations.Tests.Inbox;

/// <summary>The sample application end to end, without any setup: the emulator sends webhooks, and people read and reply.</summary>
public class InboxTests
{
    private static readonly RequestOptions WithWebhooks = new() { WebhookEnabled = true };

    private readonly string _folder = Directory.CreateTempSubdirectory("inbox-").FullName;
    private ConversationsEmulator _service = null!;
    private InboxProcess _app = null!;
    private HttpClient _dana = null!;
    private string _conversation = null!;

    private ConversationScope Conversation => _service.Client.Conversation(_conversation);

    private string Hook => new Uri(_app.Address, "/hooks/conversations").AbsoluteUri;

    [OneTimeSetUp]
    public async Task Start()
    {
        _service = ConversationsEmulator.Start();
        _app = await InboxProcess.StartAsync(_folder, _service);
        _dana = InboxProcess.Browser("dana");
        await _service.Client.WebhookSettings.UpdateAsync(new() { PreWebhookUrl = Hook, PostWebhookUrl = Hook, Filters = ["onMessageAdd", "onMessageAdded", "onParticipantAdded"] });
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _dana?.Dispose();
        _app?.Dispose();
        _service.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [SetUp]
    public void AddConversation() => _conversation = _service.AddConversation(TestContext.CurrentContext.Test.ID);

    [Test]
    public async Task A_message_is_cleaned_before_it_is_added_and_arrives_once()
    {
        var message = await Conversation.Messages.CreateAsync(new() { Author = "alice", Body = "My card is 4111 1111 1111 1111, thanks" }, WithWebhooks);
        Assert.That(message.Body, Is.EqualTo("My card is [card number], thanks"));
        Assert.That(await ReadAsync(1), Is.EqualTo(new[] { (message.Sid, "alice", message.Body) }));
    }

    [Test]
    public async Task Spam_is_rejected_and_never_stored()
    {
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => Conversation.Messages.CreateAsync(new() { Author = "mallory", Body = "Buy now!" }, WithWebhooks));
        Assert.That((error!.StatusCode, error.Code), Is.EqualTo((HttpStatusCode.Forbidden, (int?)50056)));
        Assert.That(await Conversation.Messages.ListAsync().CountAsync(), Is.Zero);
    }

    [Test]
    public async Task An_event_that_is_sent_again_is_handled_once()
    {
        Dictionary<string, string> fields = new()
        {
            ["EventType"] = "onMessageAdded",
            ["AccountSid"] = ConversationsEmulator.AccountSid,
            ["ConversationSid"] = _conversation,
            ["MessageSid"] = $"IM{Guid.NewGuid():N}",
            ["Author"] = "alice",
            ["Body"] = "Hello",
        };
        foreach (var retryCount in new[] { "0", "1", "2" })
        {
            Assert.That(await PostAsync(new(fields) { ["RetryCount"] = retryCount }), Is.EqualTo(HttpStatusCode.OK));
        }

        await Conversation.Messages.CreateAsync(new() { Author = "alice", Body = "Goodbye" }, WithWebhooks);
        Assert.That((await ReadAsync(2)).Select(message => message.Body), Is.EqualTo(new[] { "Hello", "Goodbye" }));
    }

    [Test]
    public async Task A_newcomer_is_welcomed_once_although_the_response_to_the_first_attempt_is_lost()
    {
        _service.InjectFault(EmulatorFault.ResponseLost, when: request => request.Method == "POST" && request.Target.Contains($"{_conversation}/Messages", StringComparison.Ordinal));
        foreach (var (number, identity) in new[] { "alice", "bob" }.Index())
        {
            await Conversation.Participants.CreateAsync(new() { Identity = identity }, WithWebhooks);
            await UntilAsync(() => Task.FromResult(Looks() > number + 1));
        }

        var welcomes = new[] { "Welcome, alice", "Welcome, bob" };
        await UntilAsync(async () => await Conversation.Messages.ListAsync().CountAsync() >= welcomes.Length);
        Assert.That(await Conversation.Messages.ListAsync().Select(message => message.Body).ToListAsync(), Is.EqualTo(welcomes));

        int Looks() => _service.Requests.Count(request => request.Method == "GET" && request.Target.Contains($"{_conversation}/Messages?Order=desc", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_reply_has_the_name_of_the_person_and_comes_back_to_the_inbox()
    {
        using var reply = await _dana.PostAsJsonAsync(new Uri(_app.Address, $"/{_conversation}/reply"), new { Body = "How can we help?" });
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(await ReadAsync(1), Is.EqualTo(new[] { (await reply.Content.ReadFromJsonAsync<string>(), "dana", "How can we help?") }));
        using var nowhere = await _dana.PostAsJsonAsync(new Uri(_app.Address, "/nowhere/reply"), new { Body = "Hello?" });
        Assert.That(nowhere.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Reading_and_replying_need_a_token_that_the_desks_key_signed()
    {
        foreach (var browser in new[] { InboxProcess.Browser(null), InboxProcess.Browser("dana", new SymmetricSecurityKey(new byte[32])) })
        {
            Assert.That((await browser.GetAsync(_app.Address)).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
            Assert.That((await browser.PostAsJsonAsync(new Uri(_app.Address, $"/{_conversation}/reply"), new { Body = "Hello" })).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
            browser.Dispose();
        }

        Assert.That(await Conversation.Messages.ListAsync().CountAsync(), Is.Zero);
    }

    [Test]
    public async Task An_event_without_the_message_is_accepted() =>
        Assert.That(await PostAsync(new() { ["EventType"] = "onMessageAdded", ["AccountSid"] = ConversationsEmulator.AccountSid }), Is.EqualTo(HttpStatusCode.OK));

    [Test]
    public async Task A_request_that_the_service_did_not_sign_is_rejected() => Assert.That(
        await PostAsync(new() { ["EventType"] = "onMessageAdded", ["MessageSid"] = "IM1", ["ConversationSid"] = _conversation }, "another token"), Is.EqualTo(HttpStatusCode.Forbidden));

    [Test]
    public void The_sample_is_short() => Assert.That(
        Infra.Repository.FilesUnder("tests/TwilioConversations.Inbox").Where(file => Path.GetExtension(file) == ".cs").Sum(file => File.ReadLines(file).Count()), Is.LessThan(300));

    private async Task<HttpStatusCode> PostAsync(Dictionary<string, string> fields, string authToken = ConversationsEmulator.AuthToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Hook) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add(WebhookSignature.HeaderName, WebhookSignature.Compute(authToken, Hook, fields));
        using var response = await _dana.SendAsync(request);
        return response.StatusCode;
    }

    /// <summary>The messages of the conversation, once there are so many.</summary>
    private async Task<IReadOnlyList<(string? Sid, string? Author, string? Body)>> ReadAsync(int count)
    {
        List<(string?, string?, string?)> messages = [];
        await UntilAsync(async () =>
        {
            var page = await _dana.GetFromJsonAsync<JsonArray>(_app.Address);
            messages = [.. page!.Where(message => (string?)message!["conversationSid"] == _conversation).Select(message => ((string?)message!["sid"], (string?)message["author"], (string?)message["body"]))];
            return messages.Count >= count;
        });
        return messages;
    }

    private async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var until = DateTime.UtcNow.AddMinutes(2); !await condition(); await Task.Delay(20))
        {
            Assert.That(DateTime.UtcNow, Is.LessThan(until), () => _app.Log);
        }
    }
}
