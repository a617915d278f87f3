using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>Users by SID or identity, and what they have read.</summary>
[Parallelizable(ParallelScope.All)]
public class UserTests
{
    [TestCase(null)]
    [TestCase(Operations.ServiceSid)]
    public async Task A_user_is_named_by_SID_or_identity(string? service)
    {
        using var emulated = new EmulatorFixture(service: service);
        var created = await emulated.Users.CreateAsync(new() { Identity = "alice", FriendlyName = "Alice" });

        Assert.That(await emulated.Users.FetchAsync("alice"), Is.EqualTo(created));
        Assert.That(await emulated.Users.FetchAsync(created), Is.EqualTo(created));
        Assert.That((await emulated.Users.UpdateAsync("alice", new() { FriendlyName = "Al" })).FriendlyName, Is.EqualTo("Al"));
        await emulated.Users.DeleteAsync(UserKey.FromIdentity("alice"));
        Assert.That(await emulated.Users.FindAsync(created), Is.Null);
    }

    [Test]
    public async Task GetOrCreate_returns_the_user_that_has_the_identity()
    {
        using var emulated = new EmulatorFixture();
        var created = await emulated.Users.GetOrCreateAsync("alice");
        var found = await emulated.Users.GetOrCreateAsync(new CreateUserRequest { Identity = "alice", FriendlyName = "Another" });
        Assert.That(found, Is.EqualTo(created));
        Assert.That(emulated.Recorder.Requests, Has.Count.EqualTo(3));
    }

    [TestCase("")]
    [TestCase("..")]
    [TestCase(null)]
    public async Task GetOrCreate_rejects_an_identity_that_could_not_be_looked_up(string? identity)
    {
        using var emulated = new EmulatorFixture();
        Assert.That(async () => await emulated.Users.GetOrCreateAsync(new CreateUserRequest { Identity = identity }), Throws.InstanceOf<ArgumentException>());
        Assert.That(emulated.Recorder.Requests, Is.Empty);
        await Task.CompletedTask;
    }

    [Test]
    public async Task All_conversations_are_marked_as_read_and_those_already_read_need_no_request()
    {
        using var emulated = new EmulatorFixture();
        string[] names = ["never read", "half read", "read", "empty"];
        foreach (var name in names)
        {
            emulated.Emulator.AddConversation(name, null, "alice");
        }

        foreach (var name in names[..3])
        {
            await WriteAsync(emulated, name);
            await WriteAsync(emulated, name);
        }

        var conversations = emulated.Client.User("alice").Conversations;
        await conversations.UpdateAsync("half read", new() { LastReadMessageIndex = 0 });
        await conversations.UpdateAsync("read", new() { LastReadMessageIndex = 1 });
        emulated.Recorder.Requests.Clear();

        var results = await conversations.MarkAllReadAsync(new() { Concurrency = 1 }).ToListAsync();

        Assert.That(results.Select(result => (result.Input.UniqueName, result.Status, result.Result?.LastReadMessageIndex)), Is.EqualTo(new (string?, BulkStatus, int?)[]
        {
            ("never read", BulkStatus.Done, 1), ("half read", BulkStatus.Done, 1), ("empty", BulkStatus.Done, null),
        }));
        Assert.That(emulated.Recorder.Requests, Has.Count.EqualTo(1 + 3 + 3 + 1 + 1));
        Assert.That(await conversations.ListAsync().Select(each => each.UnreadMessagesCount).ToListAsync(), Is.EqualTo(new int?[] { 0, 0, 0, null }));
    }

    [Test]
    public async Task A_last_read_message_is_left_set_or_removed()
    {
        using var emulated = new EmulatorFixture();
        emulated.Emulator.AddConversation("one", null, "alice");
        await WriteAsync(emulated, "one");
        var conversations = emulated.Client.User("alice").Conversations;

        var read = await conversations.UpdateAsync("one", new() { LastReadMessageIndex = 0 });
        var muted = await conversations.UpdateAsync("one", new() { NotificationLevel = NotificationLevel.Muted });
        var unread = await conversations.UpdateAsync("one", new() { LastReadMessageIndex = FieldUpdate<int?>.Remove });

        Assert.That(new[] { read, muted, unread }.Select(each => (each.LastReadMessageIndex, each.UnreadMessagesCount)), Is.EqualTo(new (int?, int?)[] { (0, 0), (0, 0), (null, null) }));
        Assert.That(unread.NotificationLevel, Is.EqualTo(NotificationLevel.Muted));
    }

    private static Task<Message> WriteAsync(EmulatorFixture emulated, string conversation) => emulated.Client.Conversation(conversation).Messages.CreateAsync(new() { Body = "Hello" });
}
