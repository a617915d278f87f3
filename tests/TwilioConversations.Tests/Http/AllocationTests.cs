using System.Net;
using System.Text;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>The memory that a call allocates: a regression shows here before it shows in the benchmarks.</summary>
/// <remarks>
/// A response from memory lets a call end on the thread that began it, where each byte is counted. The limits hold in a debug build too,
/// which allocates the state of each async method, and in the build for .NET Framework.
/// </remarks>
[NonParallelizable]
public class AllocationTests
{
    private const int Calls = 50;

    [Test]
    public async Task Fetching_one_allocates_less_than_4800_bytes() =>
        Assert.That(await BytesAsync(client => client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid)), Is.LessThan(4_800));

    [Test]
    public async Task Creating_one_allocates_less_than_5200_bytes() =>
        Assert.That(await BytesAsync(client => client.Conversation(ConversationSid).Participants.CreateAsync(new() { Identity = "alice", Attributes = """{"seat":7}""" })), Is.LessThan(5_200));

    [Test]
    public async Task A_page_of_a_hundred_allocates_less_than_80_KB() =>
        Assert.That(await BytesAsync(client => client.Operations.ListConversationParticipantAsync(ConversationSid, new() { PageSize = 100 })), Is.LessThan(80_000));

    [TestCase(HttpStatusCode.OK)]
    [TestCase(HttpStatusCode.BadRequest)]
    public async Task A_Content_Length_without_a_body_allocates_no_buffer(HttpStatusCode status)
    {
        using var client = Client(new Boastful(status));
        var before = GC.GetAllocatedBytesForCurrentThread();
        await Assert.CatchAsync<ConversationsResponseException>(() => client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1_000_000));
    }

    [Test]
    public async Task Iterating_a_hundred_thousand_participants_keeps_at_most_two_pages_in_memory()
    {
        using var client = Client(new StubHandler());
        var early = 0L;
        var late = 0L;
        var pages = 0;
        await foreach (var page in client.Conversation(ConversationSid).Participants.ListAsync().AsPages())
        {
            pages++;
            early = pages == 10 ? GC.GetTotalMemory(forceFullCollection: true) : early;
            late = pages == 990 ? GC.GetTotalMemory(forceFullCollection: true) : late;
        }

        Assert.Multiple(() =>
        {
            Assert.That(pages, Is.EqualTo(1000));
            // The tokens that were seen, against a list that never ends, are all that grows: a few bytes for a page of 80 KB.
            Assert.That(late - early, Is.LessThan(3 * 100_000));
        });
    }

    private static ConversationsClient Client(HttpMessageHandler handler) =>
        new(new() { Credentials = TwilioCredentials.FromAuthToken("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "secret") }, new HttpClient(handler));

    private static async Task<long> BytesAsync(Func<ConversationsClient, Task> call)
    {
        using var client = Client(new StubHandler());
        for (var i = 0; i < Calls; i++)
        {
            await call(client);
        }

        var isSynchronous = true;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++)
        {
            var task = call(client);
            isSynchronous &= task.IsCompleted;
            await task;
        }

        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
        Assert.That(isSynchronous, "what a call takes on another thread is not counted");
        await TestContext.Out.WriteLineAsync($"{bytes:N0} bytes a call");
        return bytes;
    }

    /// <summary>Promises 15 million bytes and sends two.</summary>
    private sealed class Boastful(HttpStatusCode status) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var content = new ByteArrayContent("{}"u8.ToArray());
            content.Headers.ContentLength = 15_000_000;
            return Task.FromResult(new HttpResponseMessage(status) { Content = content });
        }
    }

    /// <summary>Responds from memory: a participant, or one of a thousand pages of a hundred.</summary>
    private sealed class StubHandler : HttpMessageHandler
    {
        private static readonly byte[] Participant = Encoding.UTF8.GetBytes(Examples.Participant);
        private static readonly byte[] FirstPage = Page(0);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.RequestUri!.Query.Split("PageToken=") switch
            {
                [_, var token] => Page(int.Parse(token, null)),
                ["?PageSize=100"] => FirstPage,
                _ => Participant,
            };
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(body) });
        }

        private static byte[] Page(int number)
        {
            var participants = Enumerable.Range(0, 100).Select(i => Examples.Participant.Replace("MBaa", $"MB{i:D2}", StringComparison.Ordinal));
            var next = number < 999 ? $"\"https://example.com/?PageToken={number + 1}\"" : "null";
            return Encoding.UTF8.GetBytes($$"""
                {"participants":[{{string.Join(',', participants)}}],"meta":{"page":{{number}},"page_size":100,"first_page_url":"","previous_page_url":null,"url":"","next_page_url":{{next}},"key":"participants"} }
                """);
        }
    }
}
