using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>The timers of a conversation run by the emulator's clock.</summary>
public class EmulatorTimerTests
{
    private readonly DateTimeOffset _start = new(2026, 4, 1, 8, 0, 0, TimeSpan.Zero);

    private Clock _clock = null!;
    private EmulatorFixture _emulated = null!;

    private ConversationsApi Conversations => _emulated.Client.Conversations;

    [SetUp]
    public void Start()
    {
        _clock = new Clock();
        _clock.SetUtcNow(_start);
        _emulated = new EmulatorFixture(timeProvider: _clock);
    }

    [TearDown]
    public void Stop() => _emulated.Dispose();

    [Test]
    public async Task A_conversation_becomes_inactive_and_is_closed_when_the_clock_passes_its_timers()
    {
        var created = await Conversations.CreateAsync(new() { UniqueName = "support", State = ConversationState.Active, TimersInactive = TimeSpan.FromMinutes(1), TimersClosed = TimeSpan.FromMinutes(10) });
        Assert.That((created.DateCreated, created.Timers.DateInactive, created.Timers.DateClosed), Is.EqualTo((_start, _start.AddMinutes(1), _start.AddMinutes(10))));

        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.That((await Conversations.FetchAsync("support")).State, Is.EqualTo(ConversationState.Active));
        _clock.Advance(TimeSpan.FromSeconds(1));
        var inactive = await Conversations.ListAsync(new() { State = ConversationState.Inactive }).SingleAsync();
        Assert.That((inactive.Sid, inactive.DateUpdated, inactive.Timers.DateInactive, inactive.Timers.DateClosed), Is.EqualTo((created.Sid, _start.AddMinutes(1), (DateTimeOffset?)null, _start.AddMinutes(10))));
        _clock.Advance(TimeSpan.FromMinutes(9));
        var closed = await Conversations.FetchAsync("support");
        Assert.That((closed.State, closed.Timers.DateClosed), Is.EqualTo((ConversationState.Closed, (DateTimeOffset?)null)));
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => _emulated.Client.Conversation("support").Messages.CreateAsync(new() { Body = "Late" }));
        Assert.That(error!.Code, Is.EqualTo(50377));
    }

    [Test]
    public async Task A_message_makes_a_conversation_active_and_starts_its_timers_again()
    {
        await Conversations.UpdateAsync(ConversationSid, new() { State = ConversationState.Active, TimersInactive = TimeSpan.FromMinutes(1), TimersClosed = TimeSpan.FromDays(1) });
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.That((await Conversations.FetchAsync(ConversationSid)).State, Is.EqualTo(ConversationState.Inactive));
        await _emulated.Conversation.Messages.CreateAsync(new() { Body = "Hello" });
        var revived = await Conversations.FetchAsync(ConversationSid);
        Assert.That((revived.State, revived.Timers.DateInactive, revived.Timers.DateClosed), Is.EqualTo((ConversationState.Active, _start.AddMinutes(61), _start.AddHours(25))));
    }

    [Test]
    public async Task A_change_of_anything_else_leaves_the_timers_alone_and_zero_stops_one()
    {
        await Conversations.UpdateAsync(ConversationSid, new() { TimersInactive = TimeSpan.FromHours(1), TimersClosed = TimeSpan.FromDays(14) });
        _clock.Advance(TimeSpan.FromMinutes(5));
        var renamed = await Conversations.UpdateAsync(ConversationSid, new() { FriendlyName = "Help" });
        Assert.That((renamed.Timers.DateInactive, renamed.Timers.DateClosed), Is.EqualTo((_start.AddHours(1), _start.AddDays(14))));
        var stopped = await Conversations.UpdateAsync(ConversationSid, new() { TimersClosed = TimeSpan.Zero });
        Assert.That((stopped.Timers.DateInactive is null, stopped.Timers.DateClosed), Is.EqualTo((false, (DateTimeOffset?)null)));
    }

    [TestCase("Timers.Inactive=PT59S&State=active", 50375)]
    [TestCase("Timers.Closed=PT9M59S&State=active", 50376)]
    [TestCase("Timers.Inactive=soon&State=active", 50379)]
    [TestCase("Timers.Closed=10&State=active", 50380)]
    [TestCase("Timers.Inactive=PT1M", 50382)]
    [TestCase("Timers.Closed=P99999999999D&State=active", 50380)]
    [TestCase("Timers.Closed=P613566757W&State=active", 50380)]
    [TestCase("State=initializing", 50378)]
    [TestCase("State=INITIALIZING", 50378)]
    [TestCase("State=asleep", 50378)]
    [TestCase("UniqueName=CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 50390)]
    [TestCase("UniqueName=", 20001)]
    [TestCase("FriendlyName=%00", 20001)]
    [TestCase("MessagingServiceSid=MG1", 50341)]
    [TestCase("Attributes=%7B", 50304)]
    public async Task A_conversation_that_breaks_a_rule_is_rejected_with_its_code_and_not_created(string form, int code)
    {
        var response = await new RawRequest("POST", "/v1/Conversations", form).SendAsync(_emulated.Emulator);
        Assert.That((response.Status, response.Code), Is.EqualTo((400, code)), response.Text);
        Assert.That(await Conversations.ListAsync().CountAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task The_default_service_is_the_same_under_its_own_SID()
    {
        var serviceSid = (await Conversations.FetchAsync(ConversationSid)).ChatServiceSid;
        var named = await _emulated.Client.Service(serviceSid).Conversation(ConversationSid).Participants.CreateAsync(new() { Identity = "alice" });
        Assert.That(named.ChatServiceSid, Is.EqualTo(serviceSid));
        Assert.That((await _emulated.Participants.FetchAsync("alice")).Sid, Is.EqualTo(named.Sid));
    }
}
