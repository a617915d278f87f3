using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>The webhooks of a conversation that the emulator sends: which, to whom, with what in them.</summary>
public class EmulatorDeliveryTests
{
    private static readonly RequestOptions WithWebhooks = new() { WebhookEnabled = true };

    private Clock _clock = null!;
    private EmulatorFixture _emulated = null!;

    private ConversationsEmulator Emulator => _emulated.Emulator;

    [SetUp]
    public void Start()
    {
        _clock = new Clock();
        _emulated = new EmulatorFixture(timeProvider: _clock);
    }

    [TearDown]
    public void Stop() => _emulated.Dispose();

    [Test]
    public async Task A_message_is_posted_as_a_signed_form()
    {
        await using var server = await HookServer.StartAsync();
        await WatchAsync(server.Url, "onMessageAdded");
        var alice = await _emulated.Participants.CreateAsync(new() { Identity = "alice" }, WithWebhooks);
        var message = await _emulated.Conversation.Messages.CreateAsync(new() { Author = "alice", Body = "Grüße & more", Attributes = """{"a":1}""" }, WithWebhooks);
        await Emulator.WaitForWebhooksAsync();

        var hook = server.Received.Single();
        Assert.That((hook.Method, hook.Path, hook.IsSigned), Is.EqualTo(("POST", "/hook", true)));
        Assert.That(hook.Fields, Is.EquivalentTo(new Dictionary<string, string>
        {
            ["EventType"] = "onMessageAdded",
            ["AccountSid"] = ConversationsEmulator.AccountSid,
            ["ChatServiceSid"] = "ISdddddddddddddddddddddddddddddddd",
            ["Source"] = "API",
            ["RetryCount"] = "0",
            ["ConversationSid"] = ConversationSid,
            ["MessageSid"] = message.Sid,
            ["ParticipantSid"] = alice.Sid,
            ["Index"] = "0",
            ["Author"] = "alice",
            ["Body"] = "Grüße & more",
            ["Attributes"] = """{"a":1}""",
            ["DateCreated"] = $"{message.DateCreated:yyyy-MM-ddTHH:mm:ss.000Z}",
        }));
        var delivery = Emulator.WebhookDeliveries.Single();
        Assert.That((delivery.EventType, delivery.Url, delivery.StatusCode, delivery.ResponseBody, delivery.Error), Is.EqualTo(("onMessageAdded", server.Url, (int?)200, "", (string?)null)));
        Assert.That(delivery.Fields, Is.EqualTo(hook.Fields));
        Assert.That(delivery.ToString(), Is.EqualTo("onMessageAdded: POST, status 200"));
    }

    [Test]
    public async Task A_new_webhook_is_sent_earlier_messages_from_the_index_that_it_names()
    {
        await using var server = await HookServer.StartAsync();
        foreach (var body in new[] { "help 0", "help 1", "other", "help 3" })
        {
            await _emulated.Conversation.Messages.CreateAsync(new() { Body = body });
        }

        await _emulated.Conversation.Webhooks.CreateAsync(new() { Target = WebhookTarget.Trigger, ConfigurationUrl = server.Url, ConfigurationTriggers = ["help"], ConfigurationReplayAfter = 1 });
        await _emulated.Conversation.Webhooks.CreateAsync(new() { Target = WebhookTarget.Studio, ConfigurationFlowSid = "FWaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", ConfigurationReplayAfter = 3 });
        await _emulated.Conversation.Webhooks.CreateAsync(new() { Target = WebhookTarget.Trigger, ConfigurationUrl = server.Url, ConfigurationTriggers = ["help"] });
        await Emulator.WaitForWebhooksAsync();
        Assert.That(server.Received.Select(hook => hook.Fields["Body"]), Is.EqualTo(new[] { "help 1", "help 3" }));
        Assert.That(Emulator.WebhookDeliveries.Where(delivery => delivery.Error is not null).Select(delivery => delivery.Fields["Index"]), Is.EqualTo(new[] { "3" }), "of Studio, not sent");
    }

    [Test]
    public async Task An_identity_that_takes_part_for_the_first_time_becomes_a_user()
    {
        await using var server = await HookServer.StartAsync();
        await _emulated.Client.WebhookSettings.UpdateAsync(new() { PostWebhookUrl = server.Url, Filters = ["onUserAdded"] });
        await _emulated.Participants.CreateAsync(new() { Identity = "alice" }, WithWebhooks);
        await _emulated.Client.Conversations.CreateAsync(new() { UniqueName = "other" });
        await _emulated.Client.Conversation("other").Participants.CreateAsync(new() { Identity = "alice" }, WithWebhooks);
        await _emulated.Client.Conversation("other").Participants.CreateAsync(new() { Identity = "quiet" });
        await Emulator.WaitForWebhooksAsync();
        var user = await _emulated.Users.FetchAsync("alice");
        var hook = server.Received.Single();
        Assert.That((hook.Fields["UserSid"], hook.Fields["Identity"]), Is.EqualTo((user.Sid, "alice")));
    }

    [Test]
    public async Task A_GET_has_the_fields_in_its_signed_query()
    {
        await using var server = await HookServer.StartAsync();
        await WatchAsync($"{server.Url}?mine=1", WebhookMethod.Get, "onParticipantAdded");
        await _emulated.Participants.CreateAsync(new() { MessagingBindingAddress = "whatsapp:+15558675310", MessagingBindingProxyAddress = "whatsapp:+15017122661" }, WithWebhooks);
        await Emulator.WaitForWebhooksAsync();
        var hook = server.Received.Single();
        Assert.That((hook.Method, hook.IsSigned, hook.Fields["mine"]), Is.EqualTo(("GET", true, "1")));
        Assert.That(
            (hook.Fields["MessagingBinding.Type"], hook.Fields["MessagingBinding.Address"], hook.Fields["MessagingBinding.ProxyAddress"]),
            Is.EqualTo(("whatsapp", "whatsapp:+15558675310", "whatsapp:+15017122661")));
    }

    [Test]
    public async Task Only_events_that_the_filters_and_the_request_select_are_sent()
    {
        await using var server = await HookServer.StartAsync();
        await WatchAsync(server.Url, "onParticipantRemoved", "onConversationUpdated");
        var alice = await _emulated.Participants.CreateAsync(new() { Identity = "alice" }, WithWebhooks);
        await _emulated.Client.Conversations.UpdateAsync(ConversationSid, new() { FriendlyName = "Desk" });
        await _emulated.Participants.DeleteAsync(alice, WithWebhooks);
        await Emulator.WaitForWebhooksAsync();
        Assert.That(server.EventTypes, Is.EqualTo(new[] { "onParticipantRemoved" }));
        Assert.That(server.Received.Single().Fields, Does.ContainKey("DateRemoved").And.ContainKey("Identity"));
        Assert.That(Emulator.Webhooks.Select(webhook => webhook.EventType), Is.EqualTo(new[] { "onParticipantAdded", "onUserAdded", "onParticipantRemoved" }), "what happened is known all the same");
    }

    [Test]
    public async Task A_new_state_of_a_conversation_is_sent_with_its_reason()
    {
        await using var server = await HookServer.StartAsync();
        await WatchAsync(server.Url, "onConversationStateUpdated");
        var update = new UpdateConversationRequest { State = ConversationState.Active, TimersInactive = TimeSpan.FromMinutes(1) };
        await _emulated.Client.Conversations.UpdateAsync(ConversationSid, update, WithWebhooks);
        _clock.Advance(TimeSpan.FromMinutes(2));
        await _emulated.Client.Conversations.FetchAsync(ConversationSid);
        await Emulator.WaitForWebhooksAsync();
        await _emulated.Conversation.Messages.CreateAsync(new() { Body = "Hello" }, WithWebhooks);
        await Emulator.WaitForWebhooksAsync();
        await _emulated.Client.Conversations.UpdateAsync(ConversationSid, new() { State = ConversationState.Closed }, WithWebhooks);
        await Emulator.WaitForWebhooksAsync();
        Assert.That(
            server.Received.Select(hook => (hook.Fields["StateFrom"], hook.Fields["StateTo"], hook.Fields["Reason"])),
            Is.EqualTo(new[] { ("active", "inactive", "TIMER"), ("inactive", "active", "EVENT"), ("active", "closed", "API") }));
    }

    [Test]
    public async Task A_new_delivery_status_of_a_message_is_sent()
    {
        await using var server = await HookServer.StartAsync();
        await WatchAsync(server.Url, "onDeliveryUpdated");
        var bob = await _emulated.Participants.CreateAsync(new() { MessagingBindingAddress = "+15558675310", MessagingBindingProxyAddress = "+15017122661" });
        var message = await _emulated.Conversation.Messages.CreateAsync(new() { Body = "Hello" });
        var receipt = await _emulated.Client.Conversation(ConversationSid).Message(message.Sid).Receipts.ListAsync().FirstAsync();
        Emulator.SetDeliveryStatus(receipt.Sid, DeliveryStatus.Failed, 30003);
        await Emulator.WaitForWebhooksAsync();
        var fields = server.Received.Single().Fields;
        Assert.That(
            (fields["DeliveryReceiptSid"], fields["MessageSid"], fields["ConversationSid"], fields["ParticipantSid"], fields["Status"], fields["ErrorCode"]),
            Is.EqualTo((receipt.Sid, message.Sid, ConversationSid, bob.Sid, "failed", "30003")));
    }

    [Test]
    public async Task A_trigger_searches_new_messages_for_its_keywords()
    {
        await using var server = await HookServer.StartAsync();
        await _emulated.Conversation.Webhooks.CreateAsync(new() { Target = WebhookTarget.Trigger, ConfigurationUrl = server.Url, ConfigurationTriggers = ["help"] });
        await _emulated.Conversation.Messages.CreateAsync(new() { Body = "Hello" }, WithWebhooks);
        await _emulated.Conversation.Messages.CreateAsync(new() { Body = "HELP me" }, WithWebhooks);
        await Emulator.WaitForWebhooksAsync();
        Assert.That(server.Received.Select(hook => hook.Fields["Body"]), Is.EqualTo(new[] { "HELP me" }));
    }

    [TestCase("https://example.com/hook", "Not sent: the emulator calls only this machine and the hosts in WebhookHosts.")]
    [TestCase("http://localhost.example.com/hook", "Not sent: the emulator calls only this machine and the hosts in WebhookHosts.")]
    [TestCase("http://169.254.169.254/", "Not sent: the emulator calls only this machine and the hosts in WebhookHosts.")]
    [TestCase(null, "Not sent: the emulator has no Studio.")]
    public async Task A_webhook_that_is_not_sent_is_recorded_with_the_reason(string? url, string reason)
    {
        await _emulated.Conversation.Webhooks.CreateAsync(url is null
            ? new() { Target = WebhookTarget.Studio, ConfigurationFlowSid = "FWaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }
            : new() { Target = WebhookTarget.Webhook, ConfigurationUrl = url, ConfigurationFilters = ["onMessageAdded"] });
        await _emulated.Conversation.Messages.CreateAsync(new() { Body = "Hello" }, WithWebhooks);
        await Emulator.WaitForWebhooksAsync();
        var delivery = Emulator.WebhookDeliveries.Single();
        Assert.That((delivery.StatusCode, delivery.ResponseBody, delivery.Error), Is.EqualTo(((int?)null, (string?)null, reason)));
    }

    [Test]
    public async Task A_response_that_cannot_be_read_is_recorded_as_none()
    {
        using var server = new FaultyServer(connection => FaultyServer.SendAsync(connection, "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=none\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"));
        await WatchAsync($"{server.BaseAddress}#rc=0", "onMessageAdded");
        await _emulated.Conversation.Messages.CreateAsync(new() { Body = "Hello" }, WithWebhooks);
        await Emulator.WaitForWebhooksAsync();
        Assert.That(Emulator.WebhookDeliveries.Single().Error, Is.EqualTo("The response cannot be read."));
    }

    [Test]
    public async Task A_silent_receiver_delays_nothing_and_times_out_after_five_seconds()
    {
        await using var server = await HookServer.StartAsync(_ => (0, null));
        await WatchAsync(server.Url, "onMessageAdded");
        await _emulated.Conversation.Messages.CreateAsync(new() { Body = "Hello" }, WithWebhooks);
        var waiting = Emulator.WaitForWebhooksAsync();
        Assert.That(waiting.IsCompleted, Is.False);
        await _clock.RunAsync(waiting);
        Assert.That(Emulator.WebhookDeliveries.Single().Error, Is.EqualTo("No response came within 5 seconds."));
    }

    [Test]
    public async Task A_reset_and_the_end_of_the_emulator_end_the_webhooks_under_way()
    {
        await using var server = await HookServer.StartAsync(_ => (0, null));
        await WatchAsync(server.Url, "onMessageAdded");
        await _emulated.Conversation.Messages.CreateAsync(new() { Body = "Hello" }, WithWebhooks);
        Emulator.Reset();
        await Emulator.WaitForWebhooksAsync();
        Assert.That(Emulator.WebhookDeliveries, Is.Empty);

        Emulator.AddConversation(ConversationSid);
        await WatchAsync(server.Url, "onMessageAdded");
        await _emulated.Conversation.Messages.CreateAsync(new() { Body = "Hello" }, WithWebhooks);
        Emulator.Dispose();
        await Emulator.WaitForWebhooksAsync();
    }

    [Test]
    public async Task The_wait_for_webhooks_can_be_ended()
    {
        await using var server = await HookServer.StartAsync(_ => (0, null));
        await WatchAsync(server.Url, "onMessageAdded");
        await _emulated.Conversation.Messages.CreateAsync(new() { Body = "Hello" }, WithWebhooks);
        using var cancel = new CancellationTokenSource();
        var waiting = Emulator.WaitForWebhooksAsync(cancel.Token);
        await cancel.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(() => waiting);
    }

    [Test]
    public async Task The_deletion_of_a_conversation_is_sent_to_its_own_webhooks()
    {
        await using var server = await HookServer.StartAsync();
        await WatchAsync(server.Url, "onConversationRemoved");
        await _emulated.Client.Conversations.DeleteAsync(ConversationSid, WithWebhooks);
        await Emulator.WaitForWebhooksAsync();
        Assert.That((server.EventTypes.Single(), server.Received.Single().Fields["State"]), Is.EqualTo(("onConversationRemoved", "active")));
    }

    [Test]
    public async Task Participants_that_are_created_with_a_conversation_have_events_of_their_own()
    {
        await _emulated.Client.Conversations.CreateWithParticipantsAsync(new() { UniqueName = "tour", Participants = [new() { Identity = "alice" }, new() { Identity = "dave" }] }, WithWebhooks);
        Assert.That(Emulator.Webhooks.Select(webhook => webhook.EventType), Is.EqualTo(new[] { "onConversationAdded", "onParticipantAdded", "onParticipantAdded", "onUserAdded", "onUserAdded" }));
    }

    private Task<ConversationWebhook> WatchAsync(string url, params string[] filters) => WatchAsync(url, WebhookMethod.Post, filters);

    private Task<ConversationWebhook> WatchAsync(string url, WebhookMethod method, params string[] filters) =>
        _emulated.Conversation.Webhooks.CreateAsync(new() { Target = WebhookTarget.Webhook, ConfigurationUrl = url, ConfigurationMethod = method, ConfigurationFilters = filters });
}
