using TwilioConversations.Testing;

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
        var participants = service.Client.Conversation("support").Participants;
        async Task FetchAsync(int count) => await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, ct) => await participants.FetchAsync($"u{i * 7 % 1000}", ct));
        await FetchAsync(20_000);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await FetchAsync(80_000);
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.That(service.Requests, Has.Count.EqualTo(ConversationsEmulator.LogCapacity));
        Assert.That(grown, Is.LessThan(8 * 1024 * 1024));
    }
}
