using System.Net;
using System.Net.Sockets;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The number and the duration of the emulator's attempts to send a webhook, by default and by the fragment of its address.</summary>
public class EmulatorConnectionTests
{
    private static readonly RequestOptions WithWebhooks = new() { WebhookEnabled = true };

    private EmulatorFixture _emulated = null!;

    private ConversationsEmulator Emulator => _emulated.Emulator;

    [SetUp]
    public void Start() => _emulated = new EmulatorFixture(timeProvider: new Clock());

    [TearDown]
    public void Stop() => _emulated.Dispose();

    [TestCase("", 1)]
    [TestCase("#rc=3", 1)]
    [TestCase("#rp=5xx", 2)]
    [TestCase("#rc=3&rp=5xx", 4)]
    [TestCase("#rc=99&rp=all", 6)]
    [TestCase("#rc=3&rp=4xx,ct", 1)]
    [TestCase("#rc=0&rp=all", 1)]
    public async Task A_failed_request_is_retried_as_the_fragment_of_its_address_configures(string fragment, int expected)
    {
        await using var server = await HookServer.StartAsync(_ => (503, "busy"));
        await WatchAsync(server.Url + fragment, "onMessageAdded");
        await _emulated.Conversation.Messages.CreateAsync(new() { Body = "Hello" }, WithWebhooks);
        await Emulator.WaitForWebhooksAsync();
        Assert.That(server.Received.Select(hook => (hook.Fields["RetryCount"], hook.IsSigned)), Is.EqualTo(Enumerable.Range(0, expected).Select(count => ($"{count}", true))));
        Assert.That(server.Received.Select(hook => hook.IdempotencyToken).Distinct().Count(), Is.EqualTo(1), "by which a receiver recognizes it");
        Assert.That(Emulator.WebhookDeliveries.Select(delivery => (delivery.RetryCount, delivery.StatusCode, delivery.ResponseBody)), Is.EqualTo(Enumerable.Range(0, expected).Select(count => (count, (int?)503, "busy"))));
    }

    [Test]
    public async Task A_receiver_that_cannot_be_reached_is_tried_once_more()
    {
        var server = await HookServer.StartAsync();
        await server.DisposeAsync();
        await WatchAsync(server.Url, "onMessageAdded");
        await _emulated.Conversation.Messages.CreateAsync(new() { Body = "Hello" }, WithWebhooks);
        await Emulator.WaitForWebhooksAsync();
        Assert.That(Emulator.WebhookDeliveries.Select(delivery => (delivery.RetryCount, delivery.Error)), Is.EqualTo(new[] { (0, "No response came: ConnectionError."), (1, "No response came: ConnectionError.") }));
    }

    [Test]
    [Platform("Linux", Reason = "fills the queue of connections that wait to be accepted, whose length is known there")]
    public async Task The_emulator_gives_up_a_receiver_that_accepts_no_connection_within_the_time_in_its_address()
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        using var first = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await first.ConnectAsync(listener.LocalEndPoint!);
        await WatchAsync($"http://{listener.LocalEndPoint}/#ct=100&rp=ct&rc=1", "onMessageAdded");
        await _emulated.Conversation.Messages.CreateAsync(new() { Body = "Hello" }, WithWebhooks);
        // The clock of the test stands still: only the limit of the connection can end the attempts.
        await Emulator.WaitForWebhooksAsync();
        Assert.That(Emulator.WebhookDeliveries.Select(delivery => delivery.RetryCount), Is.EqualTo(new[] { 0, 1 }));
        Assert.That(Emulator.WebhookDeliveries.Select(delivery => delivery.Error), Is.All.StartsWith("No response came: "));
    }

    private Task<ConversationWebhook> WatchAsync(string url, params string[] filters) =>
        _emulated.Conversation.Webhooks.CreateAsync(new() { Target = WebhookTarget.Webhook, ConfigurationUrl = url, ConfigurationFilters = filters });
}
