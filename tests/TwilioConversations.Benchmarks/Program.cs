using System.Globalization;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using TwilioConversations.Benchmarks;

switch (args)
{
    case [Check.Verb]:
        return await Check.RunAsync();
    case [Comparison.Verb, .. var clients]:
        return await Comparison.RunAsync(clients);
    case [WholeAccount.Verb]:
        await WholeAccount.RunAsync();
        return 0;
    case [BulkRate.Verb, var participants, var conversations, var latency]:
        return await BulkRate.RunAsync(int.Parse(participants, CultureInfo.InvariantCulture), int.Parse(conversations, CultureInfo.InvariantCulture), int.Parse(latency, CultureInfo.InvariantCulture));
    case [ReceivedWebhooks.Verb]:
        await ReceivedWebhooks.RunAsync();
        return 0;
    case [ReceivedWebhooks.ServerVerb]:
        await ReceivedWebhooks.ServeAsync();
        return 0;
    case [Transfers.Verb]:
        await Transfers.RunAsync();
        return 0;
    case [Turns.Verb, var kind, var client, var server]:
        await Turns.WorkAsync(kind, client, server);
        return 0;
    case [LoopbackServer.Verb]:
        await LoopbackServer.ServeAsync();
        return 0;
    case [FirstCall.Verb, var client, var address]:
        await FirstCall.CallAsync(client, address);
        return 0;
}

var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(6).WithIterationCount(11).WithIterationTime(Perfolizer.Horology.TimeInterval.FromMilliseconds(250));
var config = ManualConfig.CreateMinimumViable().WithOption(ConfigOptions.JoinSummary, false).WithArtifactsPath(Path.Combine(Path.GetTempPath(), "conversations-benchmarks"));
if (args.Length > 0)
{
    // Some of it, by BenchmarkDotNet's own arguments, is for a look in between.
    BenchmarkSwitcher.FromTypes([typeof(InMemory), typeof(OverLoopback), typeof(WithLatency)]).Run(args, config.AddJob(job));
    return 0;
}

var report = new Report();
report.Add($"{nameof(InMemory)}, time", "µs", await Turns.MeasureAsync(overLoopback: false));
report.Add($"{nameof(OverLoopback)}, time", "µs", await Turns.MeasureAsync(overLoopback: true));

// Bytes and waits are the same each time.
config.AddJob(job.WithWarmupCount(2).WithIterationCount(3));
report.Add($"{nameof(InMemory)}, allocated bytes", "B", BenchmarkRunner.Run<InMemory>(config), measured => measured.GcStats.GetBytesAllocatedPerOperation(measured.BenchmarkCase) ?? 0);
report.Add($"{nameof(WithLatency)}, time", "ms", BenchmarkRunner.Run<WithLatency>(config), measured => measured.ResultStatistics!.Median / 1e6);
report.Add("First call of a process", "ms", await FirstCall.MeasureAsync(rounds: 61));
Console.WriteLine($"{DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSArchitecture}, {RuntimeInformation.FrameworkDescription}");
Console.WriteLine(report);
return 0;
