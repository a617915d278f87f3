using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using BenchmarkDotNet.Attributes;
using TwilioConversations.Benchmarks.Contenders;

namespace TwilioConversations.Benchmarks;

/// <summary>The time of each kind of work, with the clients taking turns in processes of their own: a slow moment of the machine falls on all of them, and none is slowed by another's garbage or by code that was compiled for other work.</summary>
internal static class Turns
{
    public const string Verb = "turns";

    // How well the code is compiled differs from start to start.
    private const int Starts = 3;
    // In the first seconds, all of the processes are busy compiling.
    private const int WarmUp = 14;
    private const int Rounds = 9;

    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);

    private static IEnumerable<string> Kinds => typeof(Work).GetMethods().Where(method => method.IsDefined(typeof(BenchmarkAttribute))).Select(method => method.Name);

    /// <summary>Does one turn for each line of input and prints the microseconds of a call. Without a server's address, the work is in memory.</summary>
    public static async Task WorkAsync(string kind, string client, string server)
    {
        Work work = server.Length == 0 ? new InMemory { Client = client } : new OverLoopback { Client = client, Server = server };
        work.Setup();
        var call = typeof(Work).GetMethod(kind)!.CreateDelegate<Func<Task>>(work);
        while (await Console.In.ReadLineAsync() is not null)
        {
            var (calls, started) = (0, Stopwatch.GetTimestamp());
            do
            {
                await call();
                calls++;
            }
            while (Stopwatch.GetElapsedTime(started) < Turn);
            Console.WriteLine((Stopwatch.GetElapsedTime(started).TotalMicroseconds / calls).ToString(CultureInfo.InvariantCulture));
        }

        work.Cleanup();
    }

    /// <summary>Microseconds by kind of work and client.</summary>
    public static async Task<Dictionary<string, Dictionary<string, double>>> MeasureAsync(bool overLoopback)
    {
        var results = new Dictionary<string, Dictionary<string, double>>();
        foreach (var kind in Kinds)
        {
            var times = Contender.Names.ToDictionary(client => client, _ => new List<double>());
            for (var start = 0; start < Starts; start++)
            {
                using var server = overLoopback ? LoopbackServer.StartProcess() : null;
                await TakeTurnsAsync(kind, server?.Address ?? "", times);
            }

            results[kind] = Typical(times);
        }

        return results;
    }

    private static async Task TakeTurnsAsync(string kind, string server, Dictionary<string, List<double>> times)
    {
        var processes = Contender.Names.ToDictionary(client => client, client => Itself.Start(Verb, kind, client, server));
        for (var round = -WarmUp; round < Rounds; round++)
        {
            foreach (var (client, process) in processes.Shuffle())
            {
                await process.StandardInput.WriteLineAsync();
                var time = double.Parse((await process.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
                if (round >= 0)
                {
                    times[client].Add(time);
                }
            }
        }

        foreach (var process in processes.Values)
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    /// <summary>One time for each client: the median of its ratios to the baseline in the same round, times the baseline's median.</summary>
    public static Dictionary<string, double> Typical(Dictionary<string, List<double>> times) =>
        times.ToDictionary(pair => pair.Key, pair => Median([.. pair.Value.Zip(times[Contender.Baseline], (time, baseline) => time / baseline)]) * Median(times[Contender.Baseline]));

    public static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
