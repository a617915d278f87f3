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

#if !DEBUG
        // Unoptimized code allocates the state of every async method.
        await CheckBytesAsync("a fetch", client => client.FetchAsync(), 1.12);
        await CheckBytesAsync("a create", client => client.CreateAsync(), 1.05);
        await CheckBytesAsync("a page of 100", client => client.PageAsync(100), 0.65);
#endif
        await WholeAccount.CheckAsync();
        Console.WriteLine($"{Contender.Names.Length} clients did the same work.");
        return 0;
    }

#if !DEBUG
    /// <summary>Compares what our call allocates with stj's. A response from memory lets a call end on the thread that began it, where each byte is counted.</summary>
    private static async Task CheckBytesAsync(string what, Func<Contender, Task> call, double limit)
    {
        var ratio = await BytesAsync("ours") / await BytesAsync("stj");
        Console.WriteLine(FormattableString.Invariant($"{what} allocates {ratio:N2} of stj's bytes"));
        if (ratio > limit)
        {
            throw new InvalidOperationException($"{what} allocates {ratio} of stj's bytes; the limit is {limit}.");
        }

        async Task<double> BytesAsync(string name)
        {
            const int Calls = 50;
            using var handler = new MemoryHandler();
            using var client = Contender.Make(name, handler, "http://localhost");
            await RepeatAsync();
            var before = GC.GetAllocatedBytesForCurrentThread();
            await RepeatAsync();
            return GC.GetAllocatedBytesForCurrentThread() - before;

            async Task RepeatAsync()
            {
                for (var i = 0; i < Calls; i++)
                {
                    await call(client);
                }
            }
        }
    }
#endif

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
        read = await client.MessagesAsync();
        Require(name == "bare" ? read > 1_000_000 : read == 1000, "a page of 1,000 messages");
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
