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
        var kept = edits.Where(edit => edit.Key is not null).ToList();
        if (!IsRight(kept))
        {
            kept.RemoveAll(edit => !IsRight([edit]));
        }

        return (Changed(kept), [.. edits.Except(kept).SelectMany(edit => edit)]);

        // From the end, so that earlier indices stay valid; at one index the last first, so that the order stays.
        string Changed(IEnumerable<IGrouping<Edit?, Finding>> some) =>
            some.Select(edit => edit.Key!).Reverse().OrderByDescending(edit => edit.Index).Aggregate(text, (changed, edit) => edit.ApplyTo(changed));

        // A schema may serve operations that upstream did not change: after the edits, a comparison must find nothing new, and their findings no more.
        bool IsRight(List<IGrouping<Edit?, Finding>> some)
        {
            var after = Comparison.Of(DocumentReader.Parse(Changed(some)), upstream)
                .Where(finding => finding.Severity != Severity.Documents && !isKnown(finding))
                .Select(finding => finding.ToString())
                .ToHashSet(StringComparer.Ordinal);
            return after.IsSubsetOf(before) && !some.SelectMany(edit => edit).Any(finding => after.Contains(finding.ToString()));
        }
    }
}
