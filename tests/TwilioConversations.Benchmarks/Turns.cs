using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using BenchmarkDotNet.Attributes;
using TwilioConversations.Benchmarks.Contenders;

namespace TwilioConversations.Benchmarks;

/// <summary>The time of each kind of work, with the clients taking turns in processes of their own: a slow moment of the machine falls on all of them, and none works in another's garbage.</summary>
internal static class Turns
{
    public const string Verb = "turns";

    private const string Baseline = "stj";
    private const int WarmUp = 10;
    private const int Rounds = 31;

    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);

    private static IEnumerable<string> Kinds => typeof(Work).GetMethods().Where(method => method.IsDefined(typeof(BenchmarkAttribute))).Select(method => method.Name);

    /// <summary>Does one turn for each line of input, which names the work, and prints the microseconds of a call.</summary>
    public static async Task WorkAsync(string place, string client)
    {
        Work work = place == nameof(InMemory) ? new InMemory { Client = client } : new OverLoopback { Client = client };
        work.Setup();
        while (await Console.In.ReadLineAsync() is { } kind)
        {
            var call = typeof(Work).GetMethod(kind)!.CreateDelegate<Func<Task>>(work);
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

    /// <summary>Microseconds by kind of work and client; those of a client are the median of its ratios to the baseline in the same round, times the baseline's median.</summary>
    public static async Task<Dictionary<string, Dictionary<string, double>>> MeasureAsync(string place)
    {
        var processes = Contender.Names.ToDictionary(client => client, client => Itself.Start(Verb, place, client));
        var results = new Dictionary<string, Dictionary<string, double>>();
        foreach (var kind in Kinds)
        {
            var times = processes.Keys.ToDictionary(client => client, _ => new List<double>());
            for (var round = -WarmUp; round < Rounds; round++)
            {
                foreach (var (client, process) in processes)
                {
                    await process.StandardInput.WriteLineAsync(kind);
                    var time = double.Parse((await process.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
                    if (round >= 0)
                    {
                        times[client].Add(time);
                    }
                }
            }

            results[kind] = times.ToDictionary(pair => pair.Key, pair => Median([.. pair.Value.Zip(times[Baseline], (time, baseline) => time / baseline)]) * Median(times[Baseline]));
        }

        foreach (var process in processes.Values)
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        return results;
    }

    /// <summary>The one in the middle.</summary>
    public static double Median(IReadOnlyCollection<double> values) => values.Order().ElementAt(values.Count / 2);
}
