using Microsoft.OpenApi;

namespace SpecDrift;

/// <summary>The resulting document and list of known differences, and the outcome of each additive finding by its text.</summary>
internal sealed record Applied(string Document, string Known, IReadOnlyList<(Finding Finding, Outcome Outcome)> Outcomes);

/// <summary>Writes additive findings into our document.</summary>
/// <param name="upstream">The upstream document.</param>
/// <param name="earlier">Earlier versions of our document, in which a person may have written the same part already.</param>
/// <param name="isGood">Says whether a document and a list of known differences pass what can be tried; null to try nothing.</param>
internal sealed class Additions(OpenApiDocument upstream, IReadOnlyList<string> earlier, Func<string, string, Task<bool>>? isGood)
{
    // What a draft of an operation leaves out shows when the draft is compared.
    private const int MaximumRounds = 3;

    private readonly Dictionary<string, (Finding Finding, Outcome Outcome)> _outcomes = new(StringComparer.Ordinal);

    public async Task<Applied> ApplyAsync(string document, string known)
    {
        for (var round = 0; round < MaximumRounds; round++)
        {
            var changes = await ApplyOnceAsync(document, known);
            if (changes is not { } changed)
            {
                break;
            }

            (document, known) = changed;
        }

        return new Applied(document, known, [.. _outcomes.Values]);
    }

    private async Task<(string Document, string Known)?> ApplyOnceAsync(string document, string known)
    {
        var differences = KnownDifferences.Parse(known);
        var comparison = Comparison.Of(DocumentReader.Parse(document), upstream);
        var findings = comparison.Findings.Where(finding => !differences.Any(entry => entry.Covers(finding))).ToList();
        var before = findings.Select(finding => finding.ToString()).ToHashSet(StringComparer.Ordinal);
        var places = new YamlPlaces(document);
        var isChecked = OpenApi.DocumentFile.Read(document).Problems.Count == 0;
        var changes = Proposed(places, new SchemaWriter(places, comparison.Names), findings.Where(finding => finding.Severity == Severity.Additive && !_outcomes.ContainsKey(finding.ToString())));
        var kept = await SelectAsync(changes, [], some => Task.FromResult(Check(some)));
        if (isGood is not null && kept.Count > 0)
        {
            kept = await SelectAsync(kept, [], async some => await isGood(Changed(some), known) ? null : "it does not build or fails a test");
        }

        if (kept.Count == 0)
        {
            return null;
        }

        foreach (var (change, finding) in kept.SelectMany(change => change.Findings.Select(finding => (change, finding))))
        {
            Note(finding, new Outcome(change.Proposal.Kind, change.Proposal.Note));
        }

        return (Changed(kept), KnownDifferences.With(known, Consequences(kept), kept));

        string Changed(IEnumerable<Change> some)
        {
            var list = some.ToList();
            var added = list.SelectMany(change => change.Proposal.Schemas).DistinctBy(schema => schema.Name).ToList();
            var schemas = added.Count == 0 ? [] : new[] { places.InsertAtEnd(places.Components("schemas"), added.SelectMany(schema => SchemaWriter.Indented(schema.Lines).Prepend($"{schema.Name}:").Prepend("")))! };
            // From the end, so that earlier indices stay valid; at one index the last first, so that the order stays.
            var text = list.SelectMany(change => change.Proposal.Edits).Concat(schemas).Distinct().Reverse().OrderByDescending(edit => edit.Index).Aggregate(document, (text, edit) => edit.ApplyTo(text));
            return EarlierTexts.Fill(text, earlier);
        }

        // Null if all is right. A schema may serve operations that upstream did not change.
        string? Check(IReadOnlyList<Change> some)
        {
            var text = Changed(some);
            if (isChecked && OpenApi.DocumentFile.Read(text).Problems is [var problem, ..])
            {
                return $"{problem.Code}: {problem.Text}";
            }

            IReadOnlyList<Finding> after;
            try
            {
                after = Comparison.Of(DocumentReader.Parse(text), upstream).Findings;
            }
            catch (BadInputException e)
            {
                return e.Message;
            }

            var wrong = after.FirstOrDefault(finding => finding.Severity != Severity.Documents && !before.Contains(finding.ToString()) && !differences.Any(entry => entry.Covers(finding)) && !some.Any(change => change.Explains(finding)))
                ?? some.SelectMany(change => change.Findings).FirstOrDefault(finding => after.Any(other => other.ToString() == finding.ToString()));
            return wrong is null ? null : $"the comparison would then find {wrong}";
        }

        List<Finding> Consequences(IReadOnlyList<Change> some) =>
        [
            .. Comparison.Of(DocumentReader.Parse(Changed(some)), upstream).Findings.Where(finding =>
                !before.Contains(finding.ToString()) && !differences.Any(entry => entry.Covers(finding)) && finding.Upstream is null && some.Any(change => change.Proposal.Operations.Count == 0 && change.Explains(finding))),
        ];
    }

    private List<Change> Proposed(YamlPlaces places, SchemaWriter writer, IEnumerable<Finding> findings)
    {
        var fields = new FieldChanges(places, writer);
        List<(Finding Finding, Proposal Proposal)> proposals = [];
        var all = findings.ToList();
        foreach (var finding in all.Where(finding => finding.NewOperation is null))
        {
            try
            {
                proposals.Add((finding, fields.For(finding)));
            }
            catch (LeftToAPersonException e)
            {
                Note(finding, new Outcome(OutcomeKind.Left, e.Message));
            }
        }

        List<Change> changes = [.. OperationDrafts.Of(places, writer, [.. all.Where(finding => finding.NewOperation is not null)], (finding, reason) => Note(finding, new Outcome(OutcomeKind.Left, reason)))];
        foreach (var slot in proposals.GroupBy(item => item.Proposal.Slot))
        {
            if (slot.DistinctBy(item => item.Proposal.Content).Count() > 1)
            {
                foreach (var (finding, proposal) in slot)
                {
                    Note(finding, new Outcome(OutcomeKind.Left, "the two scopes have different shapes, and one type of ours serves both"));
                }

                continue;
            }

            changes.Add(new Change(slot.First().Proposal with { Note = slot.First().Proposal.Note ?? OneScopeNote(places, [.. slot.Select(item => item.Finding)]) }, [.. slot.Select(item => item.Finding)]));
        }

        return changes;
    }

    private static string? OneScopeNote(YamlPlaces places, IReadOnlyList<Finding> findings)
    {
        var names = findings.Select(finding => finding.Operation).ToHashSet();
        var scopes = findings.Where(finding => finding.What is "presence").Select(finding => (IsAlone: places.TwinOf(finding.Operation) is { } twin && !names.Contains(twin), IsService: Scope.IsService(places.Operations.First(operation => operation.Name == finding.Operation).PathText))).ToList();
        return scopes.Count > 0 && scopes.TrueForAll(scope => scope.IsAlone) && scopes.Select(scope => scope.IsService).Distinct().Count() == 1
            ? $"one type serves both scopes, upstream has it in {(scopes[0].IsService ? "a chat service" : "the default service")} only"
            : null;
    }

    /// <summary>The largest set of additions that passes the checks together: all, or those of each half. An addition that fails alone is left to a person.</summary>
    private async Task<List<Change>> SelectAsync(List<Change> some, List<Change> kept, Func<IReadOnlyList<Change>, Task<string?>> check)
    {
        if (some.Count == 0 || await check([.. kept, .. some]) is not { } wrong)
        {
            return [.. some];
        }

        if (some.Count == 1)
        {
            foreach (var finding in some[0].Findings)
            {
                Note(finding, new Outcome(OutcomeKind.Left, wrong));
            }

            return [];
        }

        var first = await SelectAsync([.. some.Take(some.Count / 2)], kept, check);
        return [.. first, .. await SelectAsync([.. some.Skip(some.Count / 2)], [.. kept, .. first], check)];
    }

    private void Note(Finding finding, Outcome outcome) => _outcomes[finding.ToString()] = (finding, outcome);
}
