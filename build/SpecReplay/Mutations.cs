using System.Globalization;
using SpecDrift;

namespace SpecReplay;

/// <summary>Seeded changes of the newest edition, each compared with our document and written into it.</summary>
internal static class Mutations
{
    private const int Count = 300;

    public static async Task<int> RunAsync(string edition, string documentFile, string knownFile, TextWriter output)
    {
        var text = await File.ReadAllTextAsync(edition);
        var (document, known) = (await File.ReadAllTextAsync(documentFile), await File.ReadAllTextAsync(knownFile));
        var ours = DocumentReader.Parse(document);
        var differences = KnownDifferences.Parse(known);
        var totals = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var seed = 0; seed < Count; seed++)
        {
            var kinds = MutationKinds.All;
            var kind = kinds[seed % kinds.Count];
            var changed = Mutated(text, kind, new Random(seed));
            var upstream = DocumentReader.Parse(changed.Root.ToJsonString());
            var findings = Comparison.Of(ours, upstream).Findings.Where(finding => !differences.Any(entry => entry.Covers(finding))).ToList();
            Tally($"{kind.Expectation}");
            var isRight = kind.Expectation switch
            {
                Expectation.Silent => findings.Count == 0,
                Expectation.Documentation => findings.TrueForAll(finding => finding.Severity == Severity.Documents),
                _ => findings.Exists(finding => finding.Severity != Severity.Documents),
            };
            if (!isRight)
            {
                Tally("WRONG");
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  WRONG {seed} {kind.Name}: {(findings.Count == 0 ? "silent" : findings[0].ToString())}"));
            }

            try
            {
                var applied = await new Additions(upstream, [], null).ApplyAsync(document, known);
                foreach (var (_, outcome) in applied.Outcomes.DistinctBy(item => item.Outcome))
                {
                    Tally($"additive: {outcome.Kind}{(outcome.Kind == OutcomeKind.Left ? $" ({kind.Name}: {outcome.Note})" : "")}");
                }

                var kept = applied.Document.Split('\n').ToHashSet(StringComparer.Ordinal);
                if (document.Split('\n').Any(line => line.Contains("description:", StringComparison.Ordinal) && !kept.Contains(line)))
                {
                    Tally("WRONG");
                    await output.WriteLineAsync($"  WRONG {seed} {kind.Name}: a description is lost");
                }
            }
            catch (Exception e)
            {
                Tally("WRONG");
                await output.WriteLineAsync($"  WRONG {seed} {kind.Name}: exit 3: {e.Message}");
            }
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"mutations: {Count} of {MutationKinds.All.Count} kinds"));
        foreach (var (name, count) in totals)
        {
            await output.WriteLineAsync($"{count,6} {name}");
        }

        return totals.ContainsKey("WRONG") ? 1 : 0;

        void Tally(string what) => totals[what] = totals.GetValueOrDefault(what) + 1;
    }

    private static Edition Mutated(string text, MutationKind kind, Random random)
    {
        var edition = new Edition(text);
        var operations = edition.Operations.Select(operation => operation.Operation).ToArray();
        random.Shuffle(operations);
        return operations.Any(operation => kind.Change(edition, operation, random)) ? edition : throw new InvalidOperationException($"{kind.Name} fits no operation");
    }
}
