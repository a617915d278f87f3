using System.Net;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>Several callers that create the same resource at once, against the codes that the service responds with.</summary>
public class ConcurrentCallTests
{
    private const int Callers = 50;

    // Another request is adding or removing the same resource.
    private static readonly int[] Concurrent = [50213, 50349, 50391, 50419, 50449];

    private static readonly int[] Existing = [50201, 50353, 50404, 50433, 50437];

    [TestCase("conversation")]
    [TestCase("user")]
    [TestCase("participant")]
    [TestCase("participant by address")]
    [TestCase("participant by projected address")]
    public async Task Fifty_callers_of_GetOrCreate_get_the_same_resource(string kind)
    {
        using var emulated = Start();
        var (participants, client) = (emulated.Participants, emulated.Client);
        var sids = await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ => kind switch
        {
            "conversation" => (await client.Conversations.GetOrCreateAsync("hall")).Sid,
            "user" => (await client.Users.GetOrCreateAsync("alice")).Sid,
            "participant" => (await participants.GetOrCreateAsync("alice")).Sid,
            "participant by address" => (await participants.GetOrCreateAsync(new CreateParticipantRequest { MessagingBindingAddress = "+15550000002", MessagingBindingProxyAddress = "+15550000001" })).Sid,
            _ => (await participants.GetOrCreateAsync(new CreateParticipantRequest { MessagingBindingProjectedAddress = "+15550000001" })).Sid,
        }));
        Assert.That(sids.Distinct().Count(), Is.EqualTo(1));
        var existing = kind switch
        {
            "conversation" => await client.Conversations.ListAsync().CountAsync() - 1,
            "user" => await client.Users.ListAsync().CountAsync(),
            _ => await participants.ListAsync().CountAsync(),
        };
        Assert.That(existing, Is.EqualTo(1));
    }

    [Test]
    public async Task A_bulk_of_equal_participants_creates_one_and_fails_for_none()
    {
        using var emulated = Start();
        var results = await emulated.Participants.CreateManyAsync(Enumerable.Repeat(new CreateParticipantRequest { Identity = "alice" }, Callers)).ToListAsync();
        Assert.That(results.Select(result => result.Status).Distinct(), Is.SubsetOf(new[] { BulkStatus.Done, BulkStatus.AlreadyExists }), $"{results.Find(result => result.Error is not null)?.Error}");
        Assert.That(await emulated.Participants.ListAsync().CountAsync(), Is.EqualTo(1));
    }

    [TestCaseSource(nameof(Concurrent))]
    public async Task A_call_that_conflicts_with_another_one_is_repeated(int code)
    {
        using var server = new StubServer(Error(409, code), new(HttpStatusCode.Created, Examples.Participant));
        using var client = server.CreateClient(options => options.Retry.Delay = TimeSpan.FromMilliseconds(1));
        await client.Conversation(ConversationSid).Participants.CreateAsync(new() { Identity = "alice" });
        Assert.That(server.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task GetOrCreate_gives_up_after_its_attempts_and_a_lookup_if_other_calls_always_interfere()
    {
        using var server = new StubServer(Error(409, 50419), Error(409, 50419), Error(409, 50419), Error(404, 20404));
        using var client = server.CreateClient(options => (options.Retry.Delay, options.Retry.MaxAttempts) = (TimeSpan.FromMilliseconds(1), 3));
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => client.Conversation(ConversationSid).Participants.GetOrCreateAsync("alice"));
        Assert.That((error!.Code, error.IsConcurrentChange, error.IsDuplicate), Is.EqualTo(((int?)50419, true, false)));
        Assert.That(server.Requests.Select(request => request.Method), Is.EqualTo(new[] { "POST", "POST", "POST", "GET" }));
    }

    [Test]
    public async Task GetOrCreate_creates_again_what_was_removed_before_it_could_be_looked_up()
    {
        using var server = new StubServer(Error(409, 50433), Error(404, 20404), new(HttpStatusCode.Created, Examples.Participant));
        var retries = new List<RetryAttempt>();
        using var client = server.CreateClient(options => (options.Retry.Delay, options.Retry.OnRetry) = (TimeSpan.FromMilliseconds(1), retries.Add));
        await client.Conversation(ConversationSid).Participants.GetOrCreateAsync("alice");
        Assert.That(server.Requests.Select(request => request.Method), Is.EqualTo(new[] { "POST", "GET", "POST" }));
        Assert.That(retries.Select(retry => (retry.Operation, retry.Attempt)), Is.EqualTo(new[] { ("CreateConversationParticipant", 1) }));
    }

    [Test]
    public async Task A_pause_of_GetOrCreate_ends_with_its_cancellation_and_with_its_client()
    {
        var clock = new Clock();
        using var server = new StubServer(Error(409, 50433), Error(404, 20404), Error(409, 50433), Error(404, 20404));
        using var cancellation = new CancellationTokenSource();
        var client = server.CreateClient(options =>
        {
            clock.UseIn(options);
            options.Retry.OnRetry = _ => cancellation.Cancel();
        });
        var canceled = await Assert.ThrowsAsync<OperationCanceledException>(() => client.Conversation(ConversationSid).Participants.GetOrCreateAsync("alice", cancellationToken: cancellation.Token));
        Assert.That(canceled!.CancellationToken, Is.EqualTo(cancellation.Token));

        var call = client.Conversation(ConversationSid).Participants.GetOrCreateAsync("alice");
        while (server.Requests.Count < 4)
        {
            await Task.Delay(1);
        }

        client.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => call);
    }

    [Test]
    public void Every_error_code_for_a_duplicate_is_recognized_with_any_status() => Assert.That(
        Existing.Where(code => !new ConversationsResponseException("CreateUser", HttpStatusCode.BadRequest, new ApiError { Code = code }).IsDuplicate), Is.Empty);

    /// <summary>An emulator that responds to creates at random with one of the codes, even if no such resource exists.</summary>
    private static EmulatorFixture Start()
    {
        var emulated = new EmulatorFixture(
            new RecordingHandler { ChecksOpenApiDocument = false }, options => (options.Retry.Delay, options.Retry.MaxAttempts) = (TimeSpan.FromMilliseconds(2), 8));
        foreach (var code in Concurrent.Concat(Existing))
        {
            emulated.Emulator.InjectFault(EmulatorFault.Error(409, code, "at random"), times: null, when: request => request.Method == "POST", probability: 0.05);
        }

        return emulated;
    }

    private static StubResponse Error(int status, int code) => new((HttpStatusCode)status, $$"""{"code":{{code}}}""");
}
