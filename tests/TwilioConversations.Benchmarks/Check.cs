using TwilioConversations.Benchmarks.Contenders;

namespace TwilioConversations.Benchmarks;

/// <summary>Each client does all of the work once, and gets all of it: a benchmark of one that fails would be fast.</summary>
internal static class Check
{
    public const string Verb = "check";

    public static async Task<int> RunAsync()
    {
        using var server = LoopbackServer.StartProcess();
        using var overLoopback = ConversationsClient.CreateHandler();
        using var inMemory = new MemoryHandler();
        foreach (var name in Contender.Names)
        {
            await CheckAsync(name, inMemory, "http://localhost");
            await CheckAsync(name, overLoopback, server.Address);
        }

        Console.WriteLine($"{Contender.Names.Length} clients did the same work.");
        return 0;
    }

    private static async Task CheckAsync(string name, HttpMessageHandler handler, string address)
    {
        using var client = Contender.Make(name, handler, address);
        foreach (var participant in new[] { await client.FetchAsync(), await client.CreateAsync() })
        {
            var sid = participant is byte[] bytes ? System.Text.Encoding.UTF8.GetString(bytes) : (string)participant.GetType().GetProperty("Sid")!.GetValue(participant)!;
            Require(sid.Contains(Payloads.ParticipantSid, StringComparison.Ordinal), "one");
        }

        var read = await client.PageAsync(100);
        Require(name == "bare" ? read > 10_000 : read == 100, "a page of 100");
        read = await client.PageAsync(1000);
        Require(name == "bare" ? read > 100_000 : read == 1000, "a page of 1,000");
        read = await client.AllAsync();
        Require(name == "bare" ? read > 100_000 : read == 1000, "all pages");

        void Require(bool holds, string what)
        {
            if (!holds)
            {
                throw new InvalidOperationException($"{name} did not read {what}.");
            }
        }
    }
}
