using Microsoft.OpenApi;

namespace SpecDrift;

/// <summary>Writes additive findings into our document.</summary>
internal static class Additions
{
    /// <summary>The document with the findings in it, and those that a person has to see to.</summary>
    public static (string Text, IReadOnlyList<Finding> Left) Apply(string text, OpenApiDocument upstream, IReadOnlyList<Finding> findings, Func<Finding, bool> isKnown)
    {
        var additive = findings.Where(finding => finding.Severity == Severity.Additive);
        var edits = YamlEditor.EditsFor(text, additive).GroupBy(item => item.Edit, item => item.Finding).ToList();
        var before = findings.Select(finding => finding.ToString()).ToHashSet(StringComparer.Ordinal);
        var kept = edits.Where(edit => edit.Key is { } change && IsRight(change, edit)).ToList();

        // From the end, so that places stay right; in one place the last first, so that their order stays.
        var result = kept.Select(edit => edit.Key!).Reverse().OrderByDescending(edit => edit.Index).Aggregate(text, (changed, edit) => edit.ApplyTo(changed));
        return (result, [.. edits.Except(kept).SelectMany(edit => edit)]);

        // A schema may serve operations of which upstream changed only some: the next comparison must find nothing new, and no more of this.
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
