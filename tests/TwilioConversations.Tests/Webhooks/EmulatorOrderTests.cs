using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>Webhooks of the emulator go to each address in the order in which the events happened, and when time alone makes them happen.</summary>
public class EmulatorOrderTests
{
    private static readonly RequestOptions WithWebhooks = new() { WebhookEnabled = true };

    [Test]
    public async Task Events_reach_each_address_in_the_order_in_which_they_happened()
    {
        using var emulated = new EmulatorFixture();
        await using var one = await HookServer.StartAsync();
        await using var other = await HookServer.StartAsync();
        await emulated.Client.WebhookSettings.UpdateAsync(new() { PostWebhookUrl = one.Url, Filters = ["onParticipantAdded", "onUserAdded", "onMessageAdded", "onConversationUpdated", "onConversationStateUpdated"] });
        await emulated.Conversation.Webhooks.CreateAsync(new() { Target = WebhookTarget.Webhook, ConfigurationUrl = other.Url, ConfigurationFilters = ["onMessageAdded"] });
        for (var i = 0; i < 20; i++)
        {
            await emulated.Participants.CreateAsync(new() { Identity = $"u{i}" }, WithWebhooks);
        }

        await Parallel.ForAsync(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, ct) => await emulated.Conversation.Messages.CreateAsync(new() { Body = $"{i}" }, WithWebhooks, ct));
        await emulated.Client.Conversations.UpdateAsync(Operations.ConversationSid, new() { State = ConversationState.Inactive }, WithWebhooks);
        await emulated.Emulator.WaitForWebhooksAsync();
        var indices = Enumerable.Range(0, 200).Select(i => $"{i}");
        Assert.That(one.EventTypes, Is.EqualTo(Enumerable.Repeat<string[]>(["onParticipantAdded", "onUserAdded"], 20).SelectMany(pair => pair)
            .Concat(Enumerable.Repeat("onMessageAdded", 200)).Append("onConversationUpdated").Append("onConversationStateUpdated")));
        Assert.That(one.Received.Where(hook => hook.Fields.ContainsKey("Index")).Select(hook => hook.Fields["Index"]), Is.EqualTo(indices));
        Assert.That(other.Received.Select(hook => hook.Fields["Index"]), Is.EqualTo(indices));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task The_end_of_a_timer_is_sent_when_the_clock_passes_it_without_a_request(bool byFakeClock)
    {
        var clock = byFakeClock ? new Clock() : null;
        using var emulated = new EmulatorFixture(timeProvider: clock);
        await using var server = await HookServer.StartAsync();
        await emulated.Client.WebhookSettings.UpdateAsync(new() { PostWebhookUrl = server.Url, Filters = ["onConversationStateUpdated"] });
        await emulated.Client.Conversations.UpdateAsync(Operations.ConversationSid, new() { State = ConversationState.Active, TimersInactive = TimeSpan.FromMinutes(1), TimersClosed = TimeSpan.FromMinutes(10) });
        if (clock is null)
        {
            emulated.Emulator.AdvanceTime(TimeSpan.FromMinutes(11));
        }
        else
        {
            clock.Advance(TimeSpan.FromMinutes(11));
        }

        await emulated.Emulator.WaitForWebhooksAsync();
        Assert.That(server.Received.Select(hook => hook.Fields["StateTo"]), Is.EqualTo(new[] { "closed" }));
    }

    [Test]
    public async Task A_real_clock_ends_timers_too()
    {
        using var emulated = new EmulatorFixture();
        await using var server = await HookServer.StartAsync();
        await emulated.Client.WebhookSettings.UpdateAsync(new() { PostWebhookUrl = server.Url, Filters = ["onConversationStateUpdated"] });
        await emulated.Client.Conversations.UpdateAsync(Operations.ConversationSid, new() { State = ConversationState.Active, TimersInactive = TimeSpan.FromMinutes(1) });
        // Almost there; the rest passes by itself.
        emulated.Emulator.AdvanceTime(TimeSpan.FromSeconds(59));
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (server.Received.IsEmpty)
        {
            await Task.Delay(20, limit.Token);
        }

        Assert.That(server.Received.Single().Fields["StateTo"], Is.EqualTo("inactive"));
    }

    [TestCase("#rt=500", "No response came within 0.5 seconds.", 1)]
    [TestCase("#rt=500&rp=rt&rc=2", "No response came within 0.5 seconds.", 3)]
    [TestCase("#rt=500&rp=rt&rc=5&tt=700", "No response came within 0.5 seconds.", 2)]
    public async Task Connection_overrides_limit_the_times_of_a_request(string overrides, string error, int attempts)
    {
        var clock = new Clock();
        using var emulated = new EmulatorFixture(timeProvider: clock);
        await using var server = await HookServer.StartAsync(_ => (0, null));
        await emulated.Client.WebhookSettings.UpdateAsync(new() { PostWebhookUrl = server.Url + overrides, Filters = ["onMessageAdded"] });
        await emulated.Conversation.Messages.CreateAsync(new() { Body = "Hello" }, WithWebhooks);
        await clock.RunAsync(emulated.Emulator.WaitForWebhooksAsync());
        Assert.That(emulated.Emulator.WebhookDeliveries, Has.Count.EqualTo(attempts));
        Assert.That(emulated.Emulator.WebhookDeliveries[0].Error, Is.EqualTo(error));
    }

    [Test]
    public async Task Webhooks_go_to_other_hosts_that_the_options_name()
    {
        using var emulator = ConversationsEmulator.Start(new EmulatorOptions { WebhookHosts = { "hook.invalid" } });
        emulator.AddConversation("support", null, "alice");
        await emulator.Client.WebhookSettings.UpdateAsync(new() { PostWebhookUrl = "http://hook.invalid/#rc=0", Filters = ["onMessageAdded"] });
        await emulator.SendFromSdkAsync("support", "alice", "Hello");
        await emulator.WaitForWebhooksAsync();
        Assert.That(emulator.WebhookDeliveries.Single().Error, Does.StartWith("No response came: "), "it was tried");
    }
}
