using System.Globalization;
using SpecDrift;

namespace SpecReplay;

/// <summary>Each step of the history: our document is one edition, upstream the next.</summary>
internal static class Steps
{
    public static async Task<int> ReplayAsync(IReadOnlyList<string> editions, TextWriter output)
    {
        var totals = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var index = 0; index + 1 < editions.Count; index++)
        {
            await ReplayAsync(editions[index], editions[index + 1], totals, output);
        }

        foreach (var (name, count) in totals)
        {
            await output.WriteLineAsync($"{count,6} {name}");
        }

        return totals.Keys.Any(name => name.StartsWith("WRONG", StringComparison.Ordinal)) ? 1 : 0;
    }

    private static async Task ReplayAsync(string edition, string next, SortedDictionary<string, int> totals, TextWriter output)
    {
        Count("steps");
        var name = Path.GetFileNameWithoutExtension(next);
        try
        {
            var document = OwnDocument.Of(await File.ReadAllTextAsync(edition));
            var upstream = DocumentReader.Parse(await File.ReadAllTextAsync(next));
            var report = Report.Of(Comparison.Of(DocumentReader.Parse(document), upstream).Findings, []);
            if (report.ExitCode == 0)
            {
                Count(report.Findings.Count == 0 ? "steps without drift" : "steps with documentation only");
                return;
            }

            var applied = await new Additions(upstream, [], null).ApplyAsync(document, "[]\n");
            report = report.With(applied.Outcomes);
            Count("steps with drift");
            await output.WriteLineAsync($"{name}: {report.ToText().TrimEnd().Split('\n')[^1]}");
            foreach (var (finding, outcome) in applied.Outcomes)
            {
                Count($"additive: {outcome.Kind}");
                if (outcome.Kind == OutcomeKind.Left)
                {
                    await output.WriteLineAsync($"  {finding}: {outcome}");
                }
            }

            var kept = applied.Document.Split('\n').ToHashSet(StringComparer.Ordinal);
            var lost = document.Split('\n').Where(line => (line.Contains(OwnDocument.OwnText, StringComparison.Ordinal) || line.TrimStart().StartsWith('#')) && !kept.Contains(line)).ToList();
            var again = await new Additions(upstream, [], null).ApplyAsync(applied.Document, applied.Known);
            Wrong(lost.Count > 0, $"{lost.Count} lines of the maintainer's are lost");
            Wrong(again.Document != applied.Document || again.Known != applied.Known, "a second run writes more");
            totals["lines added"] = totals.GetValueOrDefault("lines added") + applied.Document.Split('\n').Length - document.Split('\n').Length;
        }
        catch (Exception e)
        {
            Wrong(true, $"exit 3: {e.GetType().Name} {e.Message} {e.StackTrace?.Split('\n')[0]}");
        }

        void Count(string what) => totals[what] = totals.GetValueOrDefault(what) + 1;

        void Wrong(bool isWrong, string what)
        {
            if (isWrong)
            {
                Count("WRONG " + what.Split(':')[0]);
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  WRONG {name}: {what}"));
            }
        }
    }
}
