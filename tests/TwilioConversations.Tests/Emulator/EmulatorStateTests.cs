using System.Net;
using Newtonsoft.Json.Linq;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The state that an emulator keeps in a file across restarts, and the seed that it starts with.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class EmulatorStateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("emulator-").FullName;

    private string StateFile => Path.Combine(_folder, "state.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task A_restart_changes_nothing_that_a_client_can_see()
    {
        IReadOnlyList<string> before;
        using (var emulator = Start())
        {
            emulator.AddService("ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
            var conversation = await emulator.Client.Conversations.CreateAsync(new() { UniqueName = "support", State = ConversationState.Active, TimersInactive = TimeSpan.FromHours(1) });
            var room = emulator.Client.Conversation(conversation.Sid);
            await room.Participants.CreateAsync(new() { Identity = "alice", Attributes = """{"vip":true,"since":"2026-01-01T00:00:00Z"}""" });
            await room.Participants.CreateAsync(new() { MessagingBindingAddress = "+15551234567", MessagingBindingProxyAddress = "+15557654321" });
            await room.Messages.CreateAsync(new() { Author = "alice", Body = "Hello" });
            await emulator.Client.Service("ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa").Conversations.CreateAsync(new() { FriendlyName = "Elsewhere" });
            before = await SeenAsync(emulator);
        }

        using var restarted = Start();
        Assert.That(await SeenAsync(restarted), Is.EqualTo(before));
    }

    [Test]
    public async Task Rules_apply_after_a_restart_as_before()
    {
        using (var emulator = Start())
        {
            emulator.AddConversation("support", null, "alice");
            var room = emulator.Client.Conversation("support");
            await room.Participants.CreateAsync(new() { MessagingBindingAddress = "+15551234567", MessagingBindingProxyAddress = "+15557654321" });
            await room.Messages.DeleteAsync((await room.Messages.CreateAsync(new() { Body = "gone" })).Sid);
        }

        using var restarted = Start();
        restarted.AddConversation("other");
        var participants = restarted.Client.Conversation("other").Participants;
        var taken = await Assert.ThrowsAsync<ConversationsResponseException>(() => participants.CreateAsync(new() { MessagingBindingAddress = "+15551234567", MessagingBindingProxyAddress = "+15557654321" }));
        Assert.That(taken!.Code, Is.EqualTo(50416), "the address is bound in another conversation");
        var message = await restarted.Client.Conversation("support").Messages.CreateAsync(new() { Body = "next" });
        Assert.That(message.Index, Is.EqualTo(1), "the index of a deleted message is not used again");
    }

    [Test]
    public async Task The_file_is_whole_at_any_moment()
    {
        using var emulator = Start();
        emulator.AddConversation("support");
        using var ended = new CancellationTokenSource();
        var reading = Task.Run(async () =>
        {
            var count = 0;
            while (!ended.IsCancellationRequested)
            {
                if (File.Exists(StateFile))
                {
                    // Parses, or fails the test.
                    JObject.Parse(await File.ReadAllTextAsync(StateFile));
                    count++;
                }
            }

            return count;
        });
        for (var i = 0; i < 200; i++)
        {
            await emulator.Client.Conversation("support").Participants.CreateAsync(new() { Identity = $"p{i}" });
        }

        await ended.CancelAsync();
        Assert.That(await reading, Is.Positive);
    }

    [Test]
    public void A_state_file_that_cannot_be_written_is_reported_when_the_emulator_stops()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "soon gone")).FullName;
        var emulator = ConversationsEmulator.Start(new EmulatorOptions { StateFile = Path.Combine(folder, "state.json") });
        Directory.Delete(folder, recursive: true);
        emulator.Reset();
        Assert.That(emulator.Dispose, Throws.TypeOf<IOException>().With.Message.Contains("state.json"));
    }

    [TestCase("[]", "state.json")]
    [TestCase("{}", "not a state of version 1")]
    [TestCase("""{"version":1}""", "not a state that an emulator has written")]
    [TestCase("""{"version":1,"account":{},"services":{"ISdddddddddddddddddddddddddddddddd":{"Nothing":{"resources":[]}}}}""", "not a state that an emulator has written")]
    public void A_file_without_a_state_stops_the_start_and_is_not_changed(string text, string message)
    {
        File.WriteAllText(StateFile, text);
        Assert.That(Start, Throws.TypeOf<InvalidDataException>().With.Message.Contains(message));
        Assert.That(File.ReadAllText(StateFile), Is.EqualTo(text));
    }

    [Test]
    public async Task A_seed_creates_what_it_names_and_what_belongs_to_it()
    {
        using var emulator = Seeded("""
            {
              "Conversations": [
                {
                  "Sid": "CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "UniqueName": "support", "FriendlyName": null, "Attributes": { "team": 1 },
                  "Participants": [{ "Identity": "alice" }, { "MessagingBinding.Address": "+15551234567", "MessagingBinding.ProxyAddress": "+15557654321" }],
                  "Messages": [{ "Author": "alice", "Body": "Hello" }]
                }
              ],
              "Services": { "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": { "Conversations": [{ "UniqueName": "hall" }] } }
            }
            """);
        var conversation = await emulator.Client.Conversations.FetchAsync("support");
        var receipts = await emulator.Client.Conversation("support").Messages.ListAsync().ToListAsync();
        Assert.Multiple(async () =>
        {
            Assert.That(conversation.Sid, Is.EqualTo("CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
            Assert.That(conversation.Attributes, Is.EqualTo("""{"team":1}"""));
            Assert.That(conversation.FriendlyName, Is.Null);
            Assert.That((await emulator.Client.Conversation("support").Participants.ListAsync().ToListAsync()).Select(participant => participant.Identity), Is.EqualTo(new[] { "alice", null }));
            Assert.That(receipts.Single().Body, Is.EqualTo("Hello"));
            Assert.That((await emulator.Client.Service("ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa").Conversations.FetchAsync("hall")).UniqueName, Is.EqualTo("hall"));
        });
    }

    [TestCase("""{"Conversation":[]}""", "Conversation: there is no such collection")]
    [TestCase("""{"Conversations":{}}""", "Conversations must be an array")]
    [TestCase("""{"Conversations":[1]}""", "Conversations[0] must be an object")]
    [TestCase("""{"Conversations":[{"Name":"x"}]}""", "Conversations[0].Name: there is no such field")]
    [TestCase("""{"Conversations":[{"UniqueName":"a","Participants":[{"Identity":"x"},{"Identity":"x"}]}]}""", "Conversations[0].Participants[1]: ")]
    [TestCase("""{"Conversations":[{"Sid":"support"}]}""", "Conversations[0].Sid must be a SID of a new resource in Conversations")]
    [TestCase("""{"Conversations":[{"Sid":{}}]}""", "Conversations[0].Sid must be a SID of a new resource in Conversations")]
    [TestCase("""{"Conversations":[{"Sid":"CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},{"Sid":"CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}]}""", "Conversations[1].Sid must be a SID of a new resource in Conversations")]
    [TestCase("""{"Services":{"IS1":{}}}""", "Services.IS1 must be a SID")]
    public void An_invalid_seed_stops_the_start_with_its_place(string seed, string message) =>
        Assert.That(() => Seeded(seed), Throws.TypeOf<InvalidDataException>().With.Message.StartsWith(Path.Combine(_folder, "seed.json") + ": " + message));

    [Test]
    public async Task A_seed_is_not_read_if_there_is_a_state_file()
    {
        Start().Dispose();
        using (var emulator = Start())
        {
            emulator.AddConversation("support");
            await emulator.Client.Conversation("support").Participants.CreateAsync(new() { Identity = "alice" });
        }

        using var restarted = Seeded("""{"Conversations":[{"UniqueName":"other"}]}""");
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => restarted.Client.Conversations.FetchAsync("other"));
        Assert.That(error!.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await restarted.Client.Conversations.FetchAsync("support")).UniqueName, Is.EqualTo("support"));
    }

    [Test]
    public void Only_one_emulator_uses_a_file_at_a_time()
    {
        using (Start())
        {
            Assert.That(Start, Throws.TypeOf<IOException>().With.Message.Contains("state.json").And.Message.Contains("another emulator uses it"));
        }

        Start().Dispose();
        Assert.That(Directory.GetFiles(_folder), Is.EqualTo(new[] { StateFile }), "no lock is left");
    }

    [Test]
    public void A_file_that_cannot_be_written_stops_the_start()
    {
        Assert.That(() => ConversationsEmulator.Start(new EmulatorOptions { StateFile = _folder }), Throws.TypeOf<IOException>().With.Message.Contains(_folder));
        Assert.That(() => ConversationsEmulator.Start(new EmulatorOptions { StateFile = Path.Combine(_folder, "nowhere", "state.json") }), Throws.TypeOf<IOException>().With.Message.Contains("nowhere"));
    }

    [Test]
    public async Task An_empty_file_is_a_new_state()
    {
        await File.WriteAllTextAsync(StateFile, "");
        using var emulator = Start();
        Assert.That(await emulator.Client.Conversations.ListAsync().CountAsync(), Is.Zero);
    }

    [Test]
    public async Task A_durable_change_is_in_the_file_before_its_response()
    {
        using var emulator = ConversationsEmulator.Start(new EmulatorOptions { StateFile = StateFile, Durable = true });
        for (var i = 0; i < 20; i++)
        {
            await emulator.Client.Conversations.CreateAsync(new() { UniqueName = $"c{i}" });
            Assert.That(await File.ReadAllTextAsync(StateFile), Does.Contain($"\"unique_name\": \"c{i}\""));
        }
    }

    [Test]
    public async Task A_seed_has_settings_roles_and_what_users_have_read_and_a_reset_returns_to_it()
    {
        using var emulator = Seeded("""
            {
              "Roles": [{ "Sid": "RLaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "FriendlyName": "guest", "Type": "conversation", "Permission": ["sendMessage"] }],
              "Credentials": [{ "Type": "fcm", "Secret": "secret" }],
              "Users": [{ "Identity": "alice", "Conversations": [{ "Conversation": "support", "LastReadMessageIndex": 0, "NotificationLevel": "muted" }] }],
              "Conversations": [{ "UniqueName": "support", "Participants": [{ "Identity": "alice" }], "Messages": [{ "Body": "Hello" }] }],
              "Configuration": {
                "DefaultInactiveTimer": "PT5M",
                "Webhooks": { "PostWebhookUrl": "http://localhost:1/", "Filters": ["onMessageAdded"] },
                "Addresses": [{ "Type": "sms", "Address": "+15550000001", "AutoCreation.Enabled": true }]
              },
              "Services": { "ISdddddddddddddddddddddddddddddddd": { "Configuration": { "DefaultConversationRoleSid": "RLaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "Notifications": { "LogEnabled": true } } } }
            }
            """);
        var before = await emulator.Client.Conversations.FetchAsync("support");
        await emulator.Client.Conversations.DeleteAsync("support");
        emulator.Reset();
        Assert.Multiple(async () =>
        {
            Assert.That((await emulator.Client.Conversations.FetchAsync("support")).Sid, Is.EqualTo(before.Sid));
            Assert.That((await emulator.Client.Configuration.FetchAsync()).DefaultInactiveTimer, Is.EqualTo(TimeSpan.FromMinutes(5)));
            Assert.That((await emulator.Client.WebhookSettings.FetchAsync()).Filters, Is.EqualTo(new[] { "onMessageAdded" }));
            Assert.That((await emulator.Client.Addresses.ListAsync().SingleAsync()).Address, Is.EqualTo("+15550000001"));
            Assert.That(await emulator.Client.PushCredentials.ListAsync().CountAsync(), Is.EqualTo(1));
            var read = await emulator.Client.User("alice").Conversations.ListAsync().SingleAsync();
            Assert.That((read.LastReadMessageIndex, read.NotificationLevel), Is.EqualTo(((int?)0, NotificationLevel.Muted)));
            Assert.That((await emulator.Client.Conversation("support").Participants.CreateAsync(new() { Identity = "bob" })).RoleSid, Is.EqualTo("RLaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
            Assert.That((await emulator.Client.Service("ISdddddddddddddddddddddddddddddddd").NotificationSettings.FetchAsync()).LogEnabled, Is.True);
        });
    }

    private ConversationsEmulator Start() => ConversationsEmulator.Start(new EmulatorOptions { StateFile = StateFile });

    private ConversationsEmulator Seeded(string json)
    {
        var seed = Path.Combine(_folder, "seed.json");
        File.WriteAllText(seed, json);
        return ConversationsEmulator.Start(new EmulatorOptions { StateFile = StateFile, SeedFile = seed });
    }

    private static async Task<IReadOnlyList<string>> SeenAsync(ConversationsEmulator emulator)
    {
        using var http = EmulatorFixture.HttpClientOf(emulator);
        var support = (await emulator.Client.Conversations.FetchAsync("support")).Sid;
        var message = (await emulator.Client.Conversation(support).Messages.ListAsync().ToListAsync()).Single().Sid;
        var seen = new List<string>();
        foreach (var path in new[] { "Conversations", $"Conversations/{support}", $"Conversations/{support}/Participants", $"Conversations/{support}/Messages", $"Conversations/{support}/Messages/{message}/Receipts", "Services/ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Conversations" })
        {
            // The port is another after a restart.
            seen.Add((await http.GetStringAsync($"/v1/{path}")).Replace(emulator.BaseAddress.Authority, "", StringComparison.Ordinal));
        }

        return seen;
    }
}
