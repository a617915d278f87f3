using System.Globalization;
using System.Text;
using BenchmarkDotNet.Reports;
using TwilioConversations.Benchmarks.Contenders;

namespace TwilioConversations.Benchmarks;

/// <summary>The tables of the README: each client by its ratio to source-generated System.Text.Json.</summary>
internal sealed class Report
{
    private readonly StringBuilder _text = new();

    /// <summary>Adds a table of values by work and client.</summary>
    public void Add(string title, string unit, IReadOnlyDictionary<string, Dictionary<string, double>> rows)
    {
        _text
            .Append(CultureInfo.InvariantCulture, $"\n| {title} | {string.Join(" | ", Contender.Names)} |\n")
            .Append(CultureInfo.InvariantCulture, $"| --- |{string.Concat(Contender.Names.Select(_ => " ---: |"))}\n");
        foreach (var (work, values) in rows)
        {
            var cells = Contender.Names.Select(name => name == Contender.Baseline
                ? string.Create(CultureInfo.InvariantCulture, $"{values[name]:N0} {unit}")
                : string.Create(CultureInfo.InvariantCulture, $"{values[name] / values[Contender.Baseline]:N2}"));
            _text.Append(CultureInfo.InvariantCulture, $"| {work} | {string.Join(" | ", cells)} |\n");
        }
    }

    /// <summary>Adds a table of what BenchmarkDotNet measured.</summary>
    public void Add(string title, string unit, Summary summary, Func<BenchmarkReport, double> value) => Add(title, unit, summary.Reports
        .GroupBy(report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name)
        .ToDictionary(row => row.Key, row => row.ToDictionary(report => (string)report.BenchmarkCase.Parameters["Client"], value)));

    public override string ToString() => _text.ToString();
}
