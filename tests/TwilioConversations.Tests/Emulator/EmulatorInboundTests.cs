using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>Messages that come to the emulator from outside the REST API: by SMS, WhatsApp or an SDK.</summary>
public class EmulatorInboundTests
{
    private EmulatorFixture _emulated = null!;

    private ConversationsEmulator Emulator => _emulated.Emulator;

    [SetUp]
    public void Start() => _emulated = new EmulatorFixture();

    [TearDown]
    public void Stop() => _emulated.Dispose();

    [TestCase("+15550000002", "+15550000001", "SMS")]
    [TestCase("whatsapp:+15550000002", "whatsapp:+15550000001", "WHATSAPP")]
    public async Task An_incoming_message_goes_to_the_conversation_of_its_addresses_with_its_source(string from, string to, string source)
    {
        await using var server = await HookServer.StartAsync();
        await _emulated.Client.WebhookSettings.UpdateAsync(new() { PostWebhookUrl = server.Url, Filters = ["onMessageAdded"] });
        var bob = await _emulated.Participants.CreateAsync(new() { MessagingBindingAddress = from, MessagingBindingProxyAddress = to });
        var message = await Emulator.ReceiveMessageAsync(from, to, "Hello");
        await Emulator.WaitForWebhooksAsync();

        Assert.That(message, Is.EqualTo(new InboundMessage(Operations.ConversationSid, bob.Sid, message!.MessageSid, false)));
        var stored = await _emulated.Conversation.Messages.FetchAsync(message.MessageSid);
        Assert.That((stored.Author, stored.Body, stored.ParticipantSid), Is.EqualTo((from, "Hello", bob.Sid)));
        var hook = server.Received.Single();
        Assert.That((hook.Fields["Source"], hook.Fields["Author"], hook.Fields["Body"]), Is.EqualTo((source, from, "Hello")));
        Assert.That(hook.Fields.Keys, Does.Not.Contain("DateUpdated").And.Not.Contain("ClientIdentity"));
    }

    [Test]
    public async Task An_address_configuration_determines_how_a_conversation_is_opened()
    {
        await using var server = await HookServer.StartAsync(hook => hook.Fields["EventType"] == "onConversationAdd" ? (200, """{"friendly_name":"From outside"}""") : (200, null));
        await _emulated.Client.WebhookSettings.UpdateAsync(new() { PreWebhookUrl = server.Url, PostWebhookUrl = server.Url, Filters = ["onConversationAdd", "onConversationAdded", "onParticipantAdded"] });
        await _emulated.Client.Addresses.CreateAsync(new()
        {
            Type = AddressType.Sms,
            Address = "+15550000001",
            AutoCreationEnabled = true,
            AutoCreationType = AutoCreationType.Webhook,
            AutoCreationWebhookUrl = $"{server.Url}/mine",
            AutoCreationWebhookFilters = ["onMessageAdded"],
        });
        var first = await Emulator.ReceiveMessageAsync("+15550000002", "+15550000001", "Hello");
        var second = await Emulator.ReceiveMessageAsync("+15550000002", "+15550000001", "Again");
        await Emulator.WaitForWebhooksAsync();

        Assert.That((first!.OpenedConversation, second!.OpenedConversation, second.ConversationSid), Is.EqualTo((true, false, first.ConversationSid)));
        Assert.That((await _emulated.Client.Conversations.FetchAsync(first.ConversationSid)).FriendlyName, Is.EqualTo("From outside"));
        var asked = server.Received.First();
        Assert.That(
            (asked.Fields["EventType"], asked.Fields["State"], asked.Fields["Source"], asked.Fields["MessageBody"], asked.Fields["MessagingBinding.Address"], asked.Fields["MessagingBinding.ProxyAddress"]),
            Is.EqualTo(("onConversationAdd", "active", "SMS", "Hello", "+15550000002", "+15550000001")));
        Assert.That(server.Received.Where(hook => hook.Path == "/hook").Select(hook => hook.Fields["EventType"]), Is.EqualTo(new[] { "onConversationAdd", "onConversationAdded", "onParticipantAdded" }));
        Assert.That(server.Received.Where(hook => hook.Path == "/hook/mine").Select(hook => hook.Fields["Body"]), Is.EqualTo(new[] { "Hello", "Again" }), "by the webhook that the configuration names");
    }

    [Test]
    public async Task A_message_to_several_addresses_goes_to_the_group_of_exactly_these()
    {
        await _emulated.Participants.CreateAsync(new() { Identity = "alice", MessagingBindingProjectedAddress = "+15550000001" });
        await _emulated.Participants.CreateAsync(new() { MessagingBindingAddress = "+15550000002" });
        var carol = await _emulated.Participants.CreateAsync(new() { MessagingBindingAddress = "+15550000003" });
        var message = await Emulator.ReceiveMessageAsync("+15550000003", "+15550000001, +15550000002", "Hello");
        Assert.That((message!.ConversationSid, message.ParticipantSid, message.OpenedConversation), Is.EqualTo((Operations.ConversationSid, carol.Sid, false)));
        Assert.That(() => Emulator.ReceiveMessageAsync("+15550000003", "+15550000001", "Hello"), Throws.ArgumentException.With.Message.StartsWith("No open conversation"));
        Assert.That(() => Emulator.ReceiveMessageAsync("+15550000004", "+15550000001,+15550000002", "Hello"), Throws.ArgumentException);
    }

    [Test]
    public async Task A_webhook_can_reject_a_message_from_outside()
    {
        await using var server = await HookServer.StartAsync(_ => (403, null));
        await _emulated.Participants.CreateAsync(new() { Identity = "alice" });
        await _emulated.Client.WebhookSettings.UpdateAsync(new() { PreWebhookUrl = server.Url, Filters = ["onMessageAdd"] });
        Assert.That(await Emulator.SendFromSdkAsync(Operations.ConversationSid, "alice", "spam"), Is.Null);
        Assert.That((server.Received.Single().Fields["Source"], server.Received.Single().Fields["ClientIdentity"]), Is.EqualTo(("SDK", "alice")));
        Assert.That(await _emulated.Conversation.Messages.ListAsync().CountAsync(), Is.Zero);
    }

    [Test]
    public void A_message_without_a_matching_conversation_is_rejected()
    {
        Assert.That(() => Emulator.ReceiveMessageAsync("+15550000002", "+15550000001", "Hello"), Throws.ArgumentException.With.Message.StartsWith("No open conversation takes the message"));
        Assert.That(() => Emulator.SendFromSdkAsync("nowhere", "alice", "Hello"), Throws.ArgumentException.With.Message.StartsWith("There is no such conversation"));
        Assert.That(() => Emulator.SendFromSdkAsync(Operations.ConversationSid, "alice", "Hello"), Throws.ArgumentException.With.Message.StartsWith("The user takes no part"));
    }
}
