using System.Net;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>A group MMS that the service is still setting up.</summary>
public class InitializingTests
{
    private readonly Clock _clock = new();
    private EmulatorFixture _emulated = null!;

    [SetUp]
    public void Start()
    {
        _emulated = new EmulatorFixture(new RecordingHandler { ChecksOpenApiDocument = false }, Configure, timeProvider: _clock);
        _emulated.Emulator.InitializingTime = TimeSpan.FromSeconds(5);
        _clock.StandsStill = () => _emulated.Recorder.IsUnderWay;
    }

    [TearDown]
    public void Stop() => _emulated.Dispose();

    [Test]
    public async Task WaitUntilActive_returns_the_conversation_once_it_is_active()
    {
        var group = await CreateAsync();
        Assert.That(group.State, Is.EqualTo(ConversationState.Initializing));
        var active = await _clock.RunAsync(_emulated.Client.Conversations.WaitUntilActiveAsync(group));
        Assert.That((active.Sid, active.State), Is.EqualTo((group.Sid, ConversationState.Active)));
    }

    [TestCase("active")]
    [TestCase("inactive")]
    [TestCase("closed")]
    public async Task WaitUntilActive_returns_at_once_if_the_conversation_is_not_initializing(string state)
    {
        await _emulated.Client.Conversations.UpdateAsync(ConversationSid, new() { State = new ConversationState(state) });
        _emulated.Recorder.Requests.Clear();
        Assert.That((await _emulated.Client.Conversations.WaitUntilActiveAsync(ConversationSid)).State, Is.EqualTo(new ConversationState(state)));
        Assert.That(_emulated.Recorder.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task WaitUntilActive_ends_at_the_total_time_limit()
    {
        _emulated.Emulator.InitializingTime = TimeSpan.FromDays(1);
        var group = await CreateAsync();
        _emulated.Recorder.Requests.Clear();
        var error = await Assert.ThrowsAsync<ConversationsTimeoutException>(() => _clock.RunAsync(_emulated.Client.Conversations.WaitUntilActiveAsync(group)));
        // On a slow machine, the limit may end the last request rather than the wait before it.
        Assert.That(error!.Message, Does.Match("FetchConversation: (the end of its initialization did not come|not done) within the time limit of 00:01:00"));
        // After half a second, one, two and then every four seconds.
        Assert.That(_emulated.Recorder.Requests, Has.Count.InRange(5, 20));
    }

    [Test]
    public async Task WaitUntilActive_can_be_canceled()
    {
        var group = await CreateAsync();
        using var cancellation = new CancellationTokenSource();
        _emulated.Recorder.Requests.Clear();
        var wait = _emulated.Client.Conversations.WaitUntilActiveAsync(group, cancellationToken: cancellation.Token);
        while (_emulated.Recorder.Requests.IsEmpty)
        {
            await Task.Delay(1);
        }

        await cancellation.CancelAsync();
        Assert.That((await Assert.ThrowsAsync<OperationCanceledException>(() => wait))!.CancellationToken, Is.EqualTo(cancellation.Token));
    }

    [Test]
    public async Task WaitUntilActive_of_a_conversation_that_does_not_exist_is_a_404() =>
        Assert.That((await Assert.ThrowsAsync<ConversationsResponseException>(() => _emulated.Client.Conversations.WaitUntilActiveAsync("nowhere")))!.IsNotFound);

    [Test]
    public async Task A_message_that_is_rejected_while_its_group_initializes_is_sent_again()
    {
        var group = await CreateAsync();
        _emulated.Recorder.Requests.Clear();
        var message = await _clock.RunAsync(_emulated.Client.Conversation(group.Sid).Messages.CreateAsync(new() { Author = "+15550000002", Body = "Hello" }));
        Assert.That((message.Index, _emulated.Recorder.Requests.Count), Is.EqualTo((0, 2)).Or.EqualTo((0, 3)).Or.EqualTo((0, 4)));
    }

    [TestCase(409, 50513)]
    [TestCase(409, 50508)]
    [TestCase(409, 50377)]
    [TestCase(400, 20001)]
    public async Task A_message_that_would_never_be_accepted_is_sent_once(int status, int code)
    {
        using var server = new StubServer(new StubResponse((HttpStatusCode)status, $$"""{"code":{{code}}}"""));
        using var client = server.CreateClient();
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => client.Conversation(ConversationSid).Messages.CreateAsync(new() { Body = "Hello" }));
        Assert.That((error!.Code, server.Requests.Count), Is.EqualTo(((int?)code, 1)));
    }

    private void Configure(ConversationsClientOptions options)
    {
        _clock.UseIn(options);
        options.TotalTimeout = TimeSpan.FromMinutes(1);
        options.Retry.MaxAttempts = 4;
        options.Retry.Delay = TimeSpan.FromSeconds(2);
    }

    private async Task<Conversation> CreateAsync() => await _emulated.Client.Conversations.CreateWithParticipantsAsync(new()
    {
        UniqueName = "tour",
        Participants = [new() { MessagingBinding = new() { ProjectedAddress = "+15550000001" } }, new() { MessagingBinding = new() { Address = "+15550000002" } }],
    });
}
