using System.Globalization;
using System.Text;
using BenchmarkDotNet.Reports;
using TwilioConversations.Benchmarks.Contenders;

namespace TwilioConversations.Benchmarks;

/// <summary>The tables of the README: each client by its ratio to source-generated System.Text.Json, time and bytes.</summary>
internal static class Report
{
    private const string Baseline = "stj";

    public static string Of(IEnumerable<Summary> summaries, IReadOnlyDictionary<string, double> firstCalls)
    {
        var text = new StringBuilder();
        foreach (var summary in summaries)
        {
            var rows = summary.Reports.GroupBy(
                report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name,
                report => (Client: (string)report.BenchmarkCase.Parameters["Client"], Time: report.ResultStatistics!.Median / 1000, Bytes: report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0));
            Title(text, $"{summary.BenchmarksCases[0].Descriptor.Type.Name}, time");
            foreach (var row in rows)
            {
                Row(text, row.Key, row.ToDictionary(cell => cell.Client, cell => cell.Time), "µs");
            }

            if (summary.BenchmarksCases[0].Descriptor.Type == typeof(InMemory))
            {
                Title(text, $"{nameof(InMemory)}, allocated bytes");
                foreach (var row in rows)
                {
                    Row(text, row.Key, row.ToDictionary(cell => cell.Client, cell => (double)cell.Bytes), "B");
                }
            }
        }

        Title(text, "First call of a process");
        Row(text, "Fetch", firstCalls, "ms");
        return text.ToString();
    }

    private static void Title(StringBuilder text, string title) => text
        .Append(CultureInfo.InvariantCulture, $"\n| {title} | {string.Join(" | ", Contender.Names)} |\n")
        .Append(CultureInfo.InvariantCulture, $"| --- |{string.Concat(Contender.Names.Select(_ => " ---: |"))}\n");

    private static void Row(StringBuilder text, string work, IReadOnlyDictionary<string, double> values, string unit)
    {
        var cells = Contender.Names.Select(name => name == Baseline
            ? string.Create(CultureInfo.InvariantCulture, $"{values[name]:N0} {unit}")
            : string.Create(CultureInfo.InvariantCulture, $"{values[name] / values[Baseline]:N2}"));
        text.Append(CultureInfo.InvariantCulture, $"| {work} | {string.Join(" | ", cells)} |\n");
    }
}
