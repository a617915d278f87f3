using System.Text.RegularExpressions;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>What the emulator keeps of what it was sent.</summary>
[NonParallelizable] // Measures the memory of the whole process.
public class EmulatorMemoryTests
{
    [Test]
    public async Task Memory_stays_flat_over_a_hundred_thousand_requests()
    {
        using var service = ConversationsEmulator.Start();
        service.AddConversation("support", null, Enumerable.Range(0, 1000).Select(i => $"u{i}"));
        await FetchAsync(20_000);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await FetchAsync(80_000);
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.That(service.Requests, Has.Count.EqualTo(ConversationsEmulator.LogCapacity));
        Assert.That(grown, Is.LessThan(8 * 1024 * 1024));

        // A hundred on a connection, one behind the other: what counts is what the emulator keeps, not how long a client takes.
        async Task FetchAsync(int count) => await Parallel.ForAsync(0, count / 100, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (batch, _) =>
        {
            var requests = Enumerable.Range(batch * 100, 100).Select(i => new[] { $"GET /v1/Conversations/support/Participants/u{i * 7 % 1000} HTTP/1.1", "Host: emulator", $"Authorization: Basic {RawRequest.Credentials}" });
            var responses = await RawRequest.SendLinesAsync(service, requests.Aggregate((before, request) => [.. before, "", .. request]));
            Assert.That(Regex.Count(responses, "HTTP/1.1 200 OK"), Is.EqualTo(100));
        });
    }
}
