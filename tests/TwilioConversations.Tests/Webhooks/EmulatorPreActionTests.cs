using System.Net;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>Webhooks that the emulator asks before something happens, and those of the whole account.</summary>
public class EmulatorPreActionTests
{
    private static readonly RequestOptions WithWebhooks = new() { WebhookEnabled = true };

    private Clock _clock = null!;
    private EmulatorFixture _emulated = null!;

    private MessagesApi Messages => _emulated.Conversation.Messages;

    [SetUp]
    public void Start()
    {
        _clock = new Clock();
        _emulated = new EmulatorFixture(timeProvider: _clock);
    }

    [TearDown]
    public void Stop() => _emulated.Dispose();

    [Test]
    public async Task A_message_that_is_about_to_be_added_has_no_SID_yet_and_can_be_changed()
    {
        await using var server = await HookServer.StartAsync(_ => (200, """{"body":"clean","author":"bob","attributes":"{\"a\":1}","index":7}"""));
        await ConfigureAsync(server, "onMessageAdd");
        var message = await Messages.CreateAsync(new() { Author = "alice", Body = "dirty" }, WithWebhooks);
        Assert.That((message.Body, message.Author, message.Attributes, message.Index), Is.EqualTo(("clean", "bob", """{"a":1}""", 0)));
        var asked = server.Received.Single();
        Assert.That(asked.IsSigned);
        Assert.That(asked.Fields.Keys, Is.EquivalentTo(new[] { "EventType", "AccountSid", "ChatServiceSid", "Source", "RetryCount", "ConversationSid", "Body", "Author", "Attributes" }));
        Assert.That((asked.Fields["EventType"], asked.Fields["Body"], asked.Fields["Author"]), Is.EqualTo(("onMessageAdd", "dirty", "alice")));
    }

    [Test]
    public async Task An_update_can_be_changed_and_the_name_of_a_conversation()
    {
        await using var server = await HookServer.StartAsync(hook => (200, hook.Fields["EventType"] == "onMessageUpdate" ? """{"body":"clean"}""" : """{"friendly_name":"Desk","state":"closed"}"""));
        var message = await Messages.CreateAsync(new() { Body = "first" });
        await ConfigureAsync(server, "onMessageUpdate", "onConversationAdd", "onConversationUpdate");
        Assert.That((await Messages.UpdateAsync(message.Sid, new() { Body = "second" }, WithWebhooks)).Body, Is.EqualTo("clean"));
        Assert.That((server.Received.Last().Fields["MessageSid"], server.Received.Last().Fields["Body"]), Is.EqualTo((message.Sid, "second")));
        var updated = await _emulated.Client.Conversations.UpdateAsync(ConversationSid, new() { FriendlyName = "x" }, WithWebhooks);
        var created = await _emulated.Client.Conversations.CreateAsync(new() { UniqueName = "other" }, WithWebhooks);
        Assert.That((updated.FriendlyName, updated.State, created.FriendlyName), Is.EqualTo(("Desk", ConversationState.Active, "Desk")));
    }

    [Test]
    public async Task A_conversation_that_is_created_with_participants_is_announced_and_can_be_changed_or_rejected()
    {
        await using var server = await HookServer.StartAsync(hook => hook.Fields.GetValueOrDefault("UniqueName") == "spam" ? (403, null) : (200, """{"friendly_name":"Desk"}"""));
        await ConfigureAsync(server, "onConversationAdd");
        var created = await _emulated.Client.Conversations.CreateWithParticipantsAsync(new() { UniqueName = "other", Participants = [new() { Identity = "alice" }] }, WithWebhooks);
        Assert.That(created.FriendlyName, Is.EqualTo("Desk"));
        await Assert.ThrowsAsync<ConversationsResponseException>(() => _emulated.Client.Conversations.CreateWithParticipantsAsync(new() { UniqueName = "spam" }, WithWebhooks));
        Assert.That(await _emulated.Client.Conversations.FindAsync("spam"), Is.Null);
        Assert.That(server.EventTypes, Is.EqualTo(new[] { "onConversationAdd", "onConversationAdd" }));
    }

    [TestCase(400)]
    [TestCase(403)]
    [TestCase(500)]
    public async Task An_error_rejects_the_action(int status)
    {
        await using var server = await HookServer.StartAsync(_ => (status, """{"body":"clean"}"""));
        await Messages.CreateAsync(new() { Body = "kept" });
        var alice = await _emulated.Participants.CreateAsync(new() { Identity = "alice" });
        await ConfigureAsync(server, "onMessageAdd", "onParticipantRemove", "onConversationRemove");
        foreach (var action in new Func<Task>[]
        {
            () => Messages.CreateAsync(new() { Body = "spam" }, WithWebhooks),
            () => _emulated.Participants.DeleteAsync(alice, WithWebhooks),
            () => _emulated.Client.Conversations.DeleteAsync(ConversationSid, WithWebhooks),
        })
        {
            var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => action());
            Assert.That((error!.StatusCode, error.Code), Is.EqualTo((HttpStatusCode.Forbidden, (int?)50056)));
        }

        Assert.That((await Messages.ListAsync().SingleAsync()).Body, Is.EqualTo("kept"));
        Assert.That(await _emulated.Participants.FetchAsync(alice), Is.EqualTo(alice));
        Assert.That(_emulated.Emulator.WebhookDeliveries.Select(delivery => (delivery.EventType, delivery.StatusCode)), Is.EqualTo(new[] { ("onMessageAdd", (int?)status), ("onParticipantRemove", status), ("onConversationRemove", status) }));
        Assert.That(_emulated.Emulator.Webhooks, Is.Empty, "nothing has happened");
    }

    [TestCase(200, "")]
    [TestCase(200, "{}")]
    [TestCase(200, "not JSON")]
    [TestCase(200, "[1]")]
    [TestCase(200, """{"body":null}""")]
    [TestCase(204, "")]
    [TestCase(302, "")]
    public async Task Any_other_response_accepts_the_action(int status, string body)
    {
        await using var server = await HookServer.StartAsync(_ => (status, status == 204 ? null : body));
        await ConfigureAsync(server, "onMessageAdd");
        Assert.That((await Messages.CreateAsync(new() { Body = "Hello" }, WithWebhooks)).Body, Is.EqualTo("Hello"));
    }

    [Test]
    public async Task No_response_within_five_seconds_accepts_the_action()
    {
        await using var server = await HookServer.StartAsync(_ => (0, null));
        await ConfigureAsync(server, "onMessageAdd");
        var began = _clock.GetUtcNow();
        Assert.That((await _clock.RunAsync(Messages.CreateAsync(new() { Body = "Hello" }, WithWebhooks))).Body, Is.EqualTo("Hello"));
        Assert.That(_clock.GetUtcNow() - began, Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(5)));
    }

    [Test]
    public async Task A_change_that_is_not_valid_is_an_error_of_the_action()
    {
        await using var server = await HookServer.StartAsync(_ => (200, """{"attributes":"no JSON"}"""));
        await ConfigureAsync(server, "onMessageAdd");
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => Messages.CreateAsync(new() { Body = "Hello" }, WithWebhooks));
        Assert.That((error!.StatusCode, error.ServiceMessage), Is.EqualTo((HttpStatusCode.BadRequest, "Attributes must be JSON of at most 4096 bytes")));
    }

    [Test]
    public async Task No_webhook_is_asked_about_an_action_that_the_service_rejects_itself()
    {
        await using var server = await HookServer.StartAsync();
        await ConfigureAsync(server, "onMessageAdd", "onParticipantAdd");
        await _emulated.Participants.CreateAsync(new() { Identity = "alice" });
        await Assert.ThrowsAsync<ConversationsResponseException>(() => _emulated.Participants.CreateAsync(new() { Identity = "alice" }, WithWebhooks));
        await Messages.CreateAsync(new() { Body = "without webhooks" });
        Assert.That(server.Received, Is.Empty);
    }

    [Test]
    public async Task A_webhook_that_is_asked_may_call_the_service()
    {
        await using var server = await HookServer.StartAsync(hook =>
        {
            Messages.CreateAsync(new() { Body = "before" }).GetAwaiter().GetResult();
            return (200, "{}");
        });
        await ConfigureAsync(server, "onMessageAdd");
        Assert.That((await Messages.CreateAsync(new() { Body = "after" }, WithWebhooks)).Index, Is.EqualTo(1));
    }

    [Test]
    public async Task Events_that_have_happened_go_to_the_accounts_webhook_too()
    {
        await using var server = await HookServer.StartAsync();
        await ConfigureAsync(server, "onMessageAdded", "onUserAdded", "onUserUpdated");
        await Messages.CreateAsync(new() { Body = "Hello" }, WithWebhooks);
        await _emulated.Emulator.WaitForWebhooksAsync();
        var user = await _emulated.Client.Users.CreateAsync(new() { Identity = "alice" }, WithWebhooks);
        await _emulated.Emulator.WaitForWebhooksAsync();
        await _emulated.Client.Users.UpdateAsync(user.Sid, new() { FriendlyName = "Alice" }, WithWebhooks);
        await _emulated.Emulator.WaitForWebhooksAsync();
        await _emulated.Client.Users.DeleteAsync(user.Sid, WithWebhooks);
        await _emulated.Emulator.WaitForWebhooksAsync();
        Assert.That(server.EventTypes, Is.EqualTo(new[] { "onMessageAdded", "onUserAdded", "onUserUpdated" }));
        var fields = server.Received.Last().Fields;
        Assert.That((fields["UserSid"], fields["Identity"], fields["FriendlyName"]), Is.EqualTo((user.Sid, "alice", "Alice")));
    }

    [Test]
    public async Task Each_webhook_address_of_a_service_replaces_the_one_of_the_account()
    {
        await using var account = await HookServer.StartAsync();
        await using var service = await HookServer.StartAsync();
        _emulated.Emulator.AddConversation("there", ServiceSid);
        var client = _emulated.Client.Service(ServiceSid);
        await ConfigureAsync(account, "onMessageAdd", "onMessageAdded");
        await client.WebhookSettings.UpdateAsync(new() { PostWebhookUrl = service.Url, Method = WebhookSettingsMethod.GET, Filters = ["onMessageAdded"] });
        await client.Conversation("there").Messages.CreateAsync(new() { Body = "Hello" }, WithWebhooks);
        await _emulated.Emulator.WaitForWebhooksAsync();
        Assert.That((account.EventTypes, service.EventTypes), Is.EqualTo((new[] { "onMessageAdd" }, new[] { "onMessageAdded" })));
        var hook = service.Received.Single();
        Assert.That((hook.Method, hook.IsSigned, hook.Fields["ChatServiceSid"]), Is.EqualTo(("GET", true, ServiceSid)));
        await Messages.CreateAsync(new() { Body = "in the default service" }, WithWebhooks);
        await _emulated.Emulator.WaitForWebhooksAsync();
        Assert.That(account.EventTypes, Is.EqualTo(new[] { "onMessageAdd", "onMessageAdd", "onMessageAdded" }));
    }

    [Test]
    public async Task Nothing_is_sent_without_filters_or_to_another_target()
    {
        await using var server = await HookServer.StartAsync();
        await _emulated.Client.WebhookSettings.UpdateAsync(new() { PreWebhookUrl = server.Url, PostWebhookUrl = server.Url });
        await Messages.CreateAsync(new() { Body = "Hello" }, WithWebhooks);
        await _emulated.Client.WebhookSettings.UpdateAsync(new() { Target = WebhookSettingsTarget.Flex, Filters = ["onMessageAdd", "onMessageAdded"] });
        await Messages.CreateAsync(new() { Body = "Hello" }, WithWebhooks);
        await _emulated.Emulator.WaitForWebhooksAsync();
        Assert.That(server.Received, Is.Empty);
    }

    private Task<WebhookSettings> ConfigureAsync(HookServer server, params string[] filters) =>
        _emulated.Client.WebhookSettings.UpdateAsync(new() { PreWebhookUrl = server.Url, PostWebhookUrl = server.Url, Filters = filters });
}
