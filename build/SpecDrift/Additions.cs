using Microsoft.OpenApi;

namespace SpecDrift;

/// <summary>Writes additive findings into our document.</summary>
internal static class Additions
{
    /// <summary>The document with the findings in it, and the findings that are left to a person.</summary>
    public static (string Text, IReadOnlyList<Finding> Left) Apply(string text, OpenApiDocument upstream, IReadOnlyList<Finding> findings, Func<Finding, bool> isKnown)
    {
        var additive = findings.Where(finding => finding.Severity == Severity.Additive);
        var edits = YamlEditor.EditsFor(text, additive).GroupBy(item => item.Edit, item => item.Finding).ToList();
        var before = findings.Select(finding => finding.ToString()).ToHashSet(StringComparer.Ordinal);
        var kept = edits.Where(edit => edit.Key is { } change && IsRight(change, edit)).ToList();

        // From the end, so that earlier indices stay valid; at one index the last first, so that the order stays.
        var result = kept.Select(edit => edit.Key!).Reverse().OrderByDescending(edit => edit.Index).Aggregate(text, (changed, edit) => edit.ApplyTo(changed));
        return (result, [.. edits.Except(kept).SelectMany(edit => edit)]);

        // A schema may serve operations that upstream did not change: after the edit, a comparison must find nothing new, and this finding no more.
        bool IsRight(Edit change, IEnumerable<Finding> asked)
        {
            var after = Comparison.Of(DocumentReader.Parse(change.ApplyTo(text)), upstream)
                .Where(finding => finding.Severity != Severity.Documents && !isKnown(finding))
                .Select(finding => finding.ToString())
                .ToHashSet(StringComparer.Ordinal);
            return after.IsSubsetOf(before) && !asked.Any(finding => after.Contains(finding.ToString()));
        }
    }
}
