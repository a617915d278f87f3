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
    case [LoopbackServer.Verb]:
        await LoopbackServer.ServeAsync();
        return 0;
    case [FirstCall.Verb, var client, var address]:
        await FirstCall.CallAsync(client, address);
        return 0;
}

var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(6).WithIterationCount(11).WithIterationTime(Perfolizer.Horology.TimeInterval.FromMilliseconds(250));
var config = ManualConfig.CreateMinimumViable().AddJob(job).WithOption(ConfigOptions.JoinSummary, false).WithArtifactsPath(Path.Combine(Path.GetTempPath(), "conversations-benchmarks"));
var isWhole = args.Length == 0;
var summaries = BenchmarkSwitcher.FromTypes([typeof(InMemory), typeof(OverLoopback), typeof(WithLatency)]).Run(isWhole ? ["--filter", "*"] : args, config);
if (!isWhole)
{
    // Some of it, by BenchmarkDotNet's own arguments, is for a look in between.
    return 0;
}

var firstCalls = await FirstCall.MeasureAsync(rounds: 21);
Console.WriteLine($"{DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSArchitecture}, {RuntimeInformation.FrameworkDescription}");
Console.WriteLine(Report.Of(summaries, firstCalls));
return 0;
