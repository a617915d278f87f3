using System.Diagnostics;
using System.Globalization;
using TwilioConversations.Benchmarks.Contenders;

namespace TwilioConversations.Benchmarks;

/// <summary>The time that a fresh process takes from creating a client to the response to its first call.</summary>
internal static class FirstCall
{
    public const string Verb = "first-call";

    public static async Task CallAsync(string client, string address)
    {
        var started = Stopwatch.GetTimestamp();
        using var contender = Contender.OverNetwork(client, address);
        await contender.FetchAsync();
        Console.WriteLine(Stopwatch.GetElapsedTime(started).TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Milliseconds by client, each in turn so that a slow moment of the machine falls on all.</summary>
    public static async Task<Dictionary<string, Dictionary<string, double>>> MeasureAsync(int rounds)
    {
        using var server = LoopbackServer.StartProcess();
        var times = Contender.Names.ToDictionary(name => name, _ => new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (name, measured) in times.Shuffle())
            {
                using var process = Itself.Start(Verb, name, server.Address);
                measured.Add(double.Parse(await process.StandardOutput.ReadToEndAsync(), CultureInfo.InvariantCulture));
                await process.WaitForExitAsync();
            }
        }

        return new() { ["Fetch"] = Turns.Typical(times) };
    }
}
