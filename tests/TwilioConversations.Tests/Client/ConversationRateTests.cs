using System.Collections.Concurrent;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Time.Testing;
using Newtonsoft.Json.Linq;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>A conversation has one rate, by any of its names and for all callers together.</summary>
public class ConversationRateTests
{
    private const string OtherSid = "CHeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee";

    [Test]
    public async Task Calls_by_SID_by_name_and_through_the_service_share_thirty_requests_a_second()
    {
        var time = new FakeTimeProvider();
        var sent = new ConcurrentQueue<int>();
        using var service = ConversationsEmulator.Start();
        var sid = service.AddConversation("support");
        var chatService = (await service.Client.Conversations.FetchAsync(sid)).ChatServiceSid!;
        using var http = new HttpClient(new RecordingHandler { ChecksOpenApiDocument = false, Before = (_, _) => Record() });
        using var limiter = ConversationRateLimits.PerSecond(30, time);
        using var client = ClientOf(service, options => (options.TimeProvider, options.ConversationRateLimiter) = (time, limiter), http);
        ParticipantsApi[] ways = [client.Conversation(sid).Participants, client.Conversation("support").Participants, client.Service(chatService).Conversation("support").Participants];

        // After this the client knows the names.
        await Task.WhenAll(ways.Select(way => way.ListAsync().CountAsync().AsTask()));
        Assert.That(sent, Has.Count.EqualTo(5), "each list, and a lookup of each name");
        await AdvanceAsync(time, limiter, sid, 1);
        sent.Clear();

        var creating = Task.WhenAll(ways.Select((way, number) => way.CreateManyAsync(Chat(30, $"{number}-")).ToListAsync().AsTask()));
        await AdvanceAsync(time, limiter, sid, 3);
        Assert.That((await creating).SelectMany(results => results).Select(result => result.Status), Is.All.EqualTo(BulkStatus.Done));
        Assert.That(sent, Is.EqualTo(Enumerable.Range(1, 3).SelectMany(second => Enumerable.Repeat(second * 1000, 30))));

        Task<HttpResponseMessage?> Record()
        {
            sent.Enqueue((int)(time.GetUtcNow() - time.Start).TotalMilliseconds);
            return Task.FromResult<HttpResponseMessage?>(null);
        }
    }

    [Test]
    public async Task A_single_call_waits_for_its_turn_beside_a_bulk_operation()
    {
        var time = new FakeTimeProvider();
        using var service = ConversationsEmulator.Start();
        var sid = service.AddConversation("support");
        using var limiter = ConversationRateLimits.PerSecond(30, time);
        using var client = ClientOf(service, options => (options.TimeProvider, options.ConversationRateLimiter) = (time, limiter));
        await client.Conversation(sid).Participants.CreateManyAsync(Chat(30)).CountAsync();
        var fetching = client.Conversation(sid).Participants.FetchAsync("u7");
        Assert.That((limiter.GetStatistics(sid)!.CurrentQueuedCount, fetching.IsCompleted), Is.EqualTo((1, false)));
        await AdvanceAsync(time, limiter, sid, 1);
        Assert.That((await fetching).Identity, Is.EqualTo("u7"));
    }

    [Test]
    public async Task Bulk_operations_look_a_name_up_once_for_a_client()
    {
        using var service = ConversationsEmulator.Start();
        service.AddConversation("support");
        using var client = ClientOf(service);
        var participants = client.Conversation("support").Participants;
        Assert.That(await participants.CreateManyAsync(Chat(20)).CountAsync(result => result.Status == BulkStatus.Done), Is.EqualTo(20));
        await participants.DeleteManyAsync(["u1", "u2"]).CountAsync();
        Assert.That(service.Requests.Count(request => request.Operation == "FetchConversation"), Is.EqualTo(1));
    }

    [Test]
    public async Task The_limiter_gets_the_SID_of_the_conversation_and_is_not_asked_about_anything_else()
    {
        using var service = ConversationsEmulator.Start();
        var sid = service.AddConversation("a b");
        service.AddConversation("Conversations");
        var asked = new ConcurrentQueue<string>();
        using var limiter = Recording(asked);
        using var client = ClientOf(service, options => options.ConversationRateLimiter = limiter);
        var chatService = (await client.Conversations.FetchAsync(sid)).ChatServiceSid!;
        await client.Conversation(sid).Participants.CreateAsync(new() { Identity = "Conversations" });
        await client.Conversation("a b").Participants.ListAsync().CountAsync();
        await client.Service(chatService).Conversation("a b").Messages.CreateAsync(new() { Body = "hello" });
        await client.Conversations.UpdateAsync("a b", new() { FriendlyName = "A B" });
        await client.User("Conversations").Conversations.FetchAsync(sid);
        await client.Conversation("a b").Participants.DeleteAsync("Conversations");
        Assert.That(asked, Has.Count.EqualTo(9).And.All.EqualTo(sid), "eight requests, one of them a lookup by identity, and a lookup in the service; the other name was in a response");

        asked.Clear();
        await client.Conversations.ListAsync().CountAsync();
        await client.Conversations.CreateAsync(new() { UniqueName = "c" });
        await client.Users.FetchAsync("Conversations");
        await client.User("Conversations").Conversations.ListAsync().CountAsync();
        await client.Services.FetchAsync(chatService);
        Assert.That(asked, Is.Empty);
    }

    [Test]
    public async Task A_SID_in_capitals_is_the_same_conversation()
    {
        using var server = new StubServer(StubResponse.NoContent);
        var asked = new ConcurrentQueue<string>();
        using var limiter = Recording(asked);
        using var client = server.CreateClient(options => options.ConversationRateLimiter = limiter);
        await client.Conversation(ConversationSid.ToUpperInvariant()).Participants.DeleteAsync(ParticipantSid);
        Assert.That(asked, Is.EqualTo(new[] { ConversationSid }));
    }

    [Test]
    public async Task A_name_is_learned_from_the_conversation_that_is_created_with_it()
    {
        using var service = ConversationsEmulator.Start();
        var asked = new ConcurrentQueue<string>();
        using var limiter = Recording(asked);
        using var client = ClientOf(service, options => options.ConversationRateLimiter = limiter);
        var sid = (await client.Conversations.GetOrCreateAsync("new one")).Sid;
        await client.Conversation("new one").Participants.CreateAsync(new() { Identity = "alice" });
        Assert.That(asked, Is.EqualTo(new[] { sid }));
        Assert.That(service.Requests.Select(request => request.Operation), Has.None.EqualTo("FetchConversation"));
    }

    [Test]
    public async Task A_name_that_now_belongs_to_another_conversation_counts_for_that_one_after_the_next_response()
    {
        using var server = new StubServer(StubResponse.Ok(Conversation()), StubResponse.Ok(Participant(ConversationSid)), StubResponse.Ok(Participant(OtherSid)), StubResponse.NoContent);
        var asked = new ConcurrentQueue<string>();
        using var limiter = Recording(asked);
        using var client = server.CreateClient(options => options.ConversationRateLimiter = limiter);
        await client.Conversation("support").Participants.FetchAsync(ParticipantSid);
        await client.Conversation("support").Participants.FetchAsync(ParticipantSid);
        await client.Conversation("support").Participants.DeleteAsync(ParticipantSid);
        Assert.That(asked, Is.EqualTo(new[] { ConversationSid, ConversationSid, ConversationSid, OtherSid }));
    }

    [Test]
    public async Task A_missing_conversation_is_reported_by_the_call_and_limited_by_its_path()
    {
        using var service = ConversationsEmulator.Start();
        var asked = new ConcurrentQueue<string>();
        using var limiter = Recording(asked);
        using var client = ClientOf(service, options => options.ConversationRateLimiter = limiter);
        for (var call = 0; call < 2; call++)
        {
            var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => client.Conversation("no such").Participants.CreateAsync(new() { Identity = "alice" }));
            Assert.That(error!.IsNotFound);
            Assert.That(error.Message, Does.StartWith("CreateConversationParticipant"));
        }

        Assert.That(asked, Is.EqualTo(Enumerable.Repeat("/v1/Conversations/no%20such", 2)));
        Assert.That(service.Requests.Count(request => request.Operation == "FetchConversation"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_failed_lookup_does_not_fail_the_call_and_is_repeated_for_the_next_one()
    {
        using var server = new StubServer(new StubResponse(HttpStatusCode.InternalServerError), StubResponse.NoContent, StubResponse.Ok(Conversation()), StubResponse.NoContent);
        var asked = new ConcurrentQueue<string>();
        using var limiter = Recording(asked);
        using var client = server.CreateClient(options => (options.ConversationRateLimiter, options.Retry.MaxAttempts) = (limiter, 1));
        await client.Service(ServiceSid).Conversation("support").Participants.DeleteAsync(ParticipantSid);
        await client.Service(ServiceSid).Conversation("support").Participants.DeleteAsync(ParticipantSid);
        Assert.That(asked, Is.EqualTo(new[] { $"/v1/Services/{ServiceSid}/Conversations/support", ConversationSid, ConversationSid }));
    }

    [Test]
    public void Ten_thousand_names_are_remembered_and_then_the_client_starts_again()
    {
        var lookups = 0;
        var sids = new ConversationSids(_ => Task.FromResult($"{++lookups}"));
        var service = ResourcePath.Root("http://localhost");
        for (var i = 0; i < 10_000; i++)
        {
            Learn(i);
        }

        Assert.That((SidOf("name 0").IsCompleted, lookups), Is.EqualTo((true, 0)));
        Learn(10_000);
        Assert.That(SidOf("name 10000").IsCompleted);
        Assert.That((SidOf("name 0").Result, lookups), Is.EqualTo(("1", 1)));

        void Learn(int number) =>
            sids.Learn(new ApiRequest(service, "FetchConversation", "conversations.fetch", HttpMethod.Get, "/Conversations/any", null), new Conversation { UniqueName = $"name {number}", Sid = $"CH{number:x32}" });

        Task<string> SidOf(string name) => sids.Of(new ApiRequest(service, "FetchConversation", "conversations.fetch", HttpMethod.Get, $"/Conversations/{name}", null))!;
    }

    private static ConversationsClient ClientOf(ConversationsEmulator service, Action<ConversationsClientOptions>? configure = null, HttpClient? http = null)
    {
        var options = new ConversationsClientOptions { Credentials = service.Credentials, BaseAddress = service.BaseAddress };
        configure?.Invoke(options);
        return http is null ? new(options) : new(options, http);
    }

    private static PartitionedRateLimiter<string> Recording(ConcurrentQueue<string> asked) => PartitionedRateLimiter.Create<string, int>(conversation =>
    {
        asked.Enqueue(conversation);
        return RateLimitPartition.GetNoLimiter(0);
    });

    private static IEnumerable<CreateParticipantRequest> Chat(int count, string prefix = "u") =>
        Enumerable.Range(0, count).Select(i => new CreateParticipantRequest { Identity = $"{prefix}{i}" });

    /// <summary>Lets seconds pass, each once all that it allows has been done.</summary>
    private static async Task AdvanceAsync(FakeTimeProvider time, PartitionedRateLimiter<string> limiter, string sid, int seconds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        for (var second = 0; second < seconds; second++)
        {
            // Long enough for the pending requests, whose permits must wait before the clock moves.
            for (long before = -1; before != limiter.GetStatistics(sid)!.TotalSuccessfulLeases;)
            {
                before = limiter.GetStatistics(sid)!.TotalSuccessfulLeases;
                await Task.Delay(300, limit.Token);
            }

            time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private static string Conversation()
    {
        var conversation = Examples.Response("FetchConversation", "fetch");
        conversation["sid"] = ConversationSid;
        return conversation.ToString();
    }

    private static string Participant(string conversationSid)
    {
        var participant = JObject.Parse(Examples.Participant);
        (participant["sid"], participant["conversation_sid"]) = (ParticipantSid, conversationSid);
        return participant.ToString();
    }
}
