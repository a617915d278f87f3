using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>Group MMS in the emulator, as the service is known to treat it.</summary>
public class EmulatorGroupTests
{
    private EmulatorFixture _emulated = null!;

    private ConversationsEmulator Emulator => _emulated.Emulator;

    [SetUp]
    public void Start() => _emulated = new EmulatorFixture();

    [TearDown]
    public void Stop() => _emulated.Dispose();

    [Test]
    public async Task A_business_number_joins_with_a_projected_address_alone()
    {
        var business = await _emulated.Participants.CreateAsync(new() { MessagingBindingProjectedAddress = "+15550000001" });
        Assert.That((business.Identity, business.MessagingBinding!.ProjectedAddress, business.MessagingBinding.Address), Is.EqualTo(((string?)null, "+15550000001", (string?)null)));
    }

    [Test]
    public async Task A_repeated_address_is_a_conflict_with_50437()
    {
        await _emulated.Participants.CreateAsync(new() { MessagingBindingProjectedAddress = "+15550000001" });
        await _emulated.Participants.CreateAsync(new() { MessagingBindingAddress = "+15550000002" });
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => _emulated.Participants.CreateAsync(new() { MessagingBindingAddress = "+15550000002" }));
        Assert.That(((int)error!.StatusCode, error.Code), Is.EqualTo((409, 50437)));
    }

    [TestCase("", 50513)]
    [TestCase("Author=nobody&", 50513)]
    [TestCase("Author=%2B15550000001&", null)]
    [TestCase("Author=%2B15550000002&", null)]
    public async Task The_author_of_a_message_takes_part_in_the_group(string author, int? code)
    {
        await _emulated.Participants.CreateAsync(new() { MessagingBindingProjectedAddress = "+15550000001" });
        await _emulated.Participants.CreateAsync(new() { MessagingBindingAddress = "+15550000002" });
        var response = await new RawRequest("POST", $"/v1/Conversations/{Operations.ConversationSid}/Messages", $"{author}Body=Hello").SendAsync(Emulator);
        Assert.That((response.Status, response.Code), Is.EqualTo((code is null ? 201 : 400, code)), response.Text);
    }

    [Test]
    public async Task A_group_initializes_for_the_time_that_a_test_sets_and_then_reports_that_it_is_active()
    {
        await using var server = await HookServer.StartAsync();
        await _emulated.Client.WebhookSettings.UpdateAsync(new() { PostWebhookUrl = server.Url, Filters = ["onConversationStateUpdated"] });
        Emulator.InitializingTime = TimeSpan.FromSeconds(3);
        Assert.That((await CreateAsync("tour")).Json["state"]!.ToString(), Is.EqualTo("initializing"));
        var early = await new RawRequest("POST", "/v1/Conversations/tour/Messages", "Author=%2B15550000002&Body=Hello").SendAsync(Emulator);
        Assert.That(early.Status, Is.EqualTo(409));

        Emulator.AdvanceTime(TimeSpan.FromSeconds(3));
        await Emulator.WaitForWebhooksAsync();
        var hook = server.Received.Single();
        Assert.That((hook.Fields["StateFrom"], hook.Fields["StateTo"], hook.Fields["Reason"]), Is.EqualTo(("initializing", "active", "EVENT")));
        Assert.That(hook.Fields.Keys, Does.Not.Contain("Source"));
        Assert.That((await new RawRequest("POST", "/v1/Conversations/tour/Messages", "Author=%2B15550000002&Body=Hello").SendAsync(Emulator)).Status, Is.EqualTo(201));
    }

    [Test]
    public async Task A_second_open_group_of_the_same_participants_is_a_conflict()
    {
        Assert.That((await CreateAsync("one")).Status, Is.EqualTo(201));
        var second = await CreateAsync("two");
        Assert.That((second.Status, second.Code), Is.EqualTo((409, 50438)));
        Assert.That(await _emulated.Client.Conversations.FindAsync("two"), Is.Null);
        await _emulated.Client.Conversations.UpdateAsync("one", new() { State = ConversationState.Closed });
        Assert.That((await CreateAsync("two")).Status, Is.EqualTo(201));
    }

    private Task<RawResponse> CreateAsync(string name) => new RawRequest(
        "POST",
        "/v1/ConversationWithParticipants",
        $"UniqueName={name}&Participant={Uri.EscapeDataString("""{"messaging_binding":{"projected_address":"+15550000001"}}""")}&Participant={Uri.EscapeDataString("""{"messaging_binding":{"address":"+15550000002"}}""")}").SendAsync(Emulator);
}
