using System.Diagnostics;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The emulator's throughput and memory with another process as the client: figures to read, not to assert.</summary>
public class EmulatorThroughputTests
{
    private const int Calls = 30_000;
    private const int Callers = 16;

    [Test]
    [Explicit("prints times, which depend on the machine")]
    [Platform("Linux", Reason = "reads the memory of a process where Linux shows it")]
    public async Task Fetches_a_second_from_another_process_with_a_thousand_participants_stored()
    {
        var folder = Directory.CreateTempSubdirectory("emulator-").FullName;
        var seed = string.Join(',', Enumerable.Range(0, 1000).Select(i => $$"""{"Identity":"u{{i}}"}"""));
        await File.WriteAllTextAsync(Path.Combine(folder, "seed.json"), $$"""{"Conversations":[{"UniqueName":"support","Participants":[{{seed}}]}]}""");
        using var process = EmulatorProcess.Start(folder, "--seed", "seed.json");
        try
        {
            using var client = EmulatorFixture.HttpClientOf(await EmulatorProcess.AddressAsync(process));
            for (var round = 1; round <= 4; round++)
            {
                var started = Stopwatch.GetTimestamp();
                await Parallel.ForAsync(0, Calls, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (i, ct) => await client.GetByteArrayAsync($"v1/Conversations/support/Participants/u{i % 1000}", ct));
                var rate = Calls / Stopwatch.GetElapsedTime(started).TotalSeconds;
                process.Refresh();
                await TestContext.Out.WriteLineAsync($"round {round}: {rate:N0} fetches a second, {process.WorkingSet64 / 1024 / 1024} MB");
            }
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
            Directory.Delete(folder, recursive: true);
        }
    }
}
