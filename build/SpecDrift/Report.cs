using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SpecDrift;

/// <summary>Prints the findings, for people or for programs.</summary>
internal sealed record Report(IReadOnlyList<Finding> Findings, IReadOnlyList<KnownDifference> Stale, int KnownCount)
{
    // What was written, by the finding's text; null if nothing was to be written.
    private IReadOnlyDictionary<string, Outcome>? _outcomes;

    public static Report Of(IReadOnlyList<Finding> found, IReadOnlyList<KnownDifference> known) => new(
        [.. found.Where(finding => !known.Any(entry => entry.Covers(finding)))],
        [.. known.Where(entry => !found.Any(entry.Covers))],
        known.Count);

    /// <summary>The report with what became of each finding, also of those that a draft still has.</summary>
    public Report With(IReadOnlyList<(Finding Finding, Outcome Outcome)> outcomes)
    {
        var own = Findings.Select(finding => finding.ToString()).ToHashSet(StringComparer.Ordinal);
        return this with
        {
            Findings = [.. Findings, .. outcomes.Select(item => item.Finding).Where(finding => !own.Contains(finding.ToString()))],
            _outcomes = outcomes.ToDictionary(item => item.Finding.ToString(), item => item.Outcome),
        };
    }

    private string? OutcomeOf(Finding finding) => _outcomes is null ? null
        : finding.Severity == Severity.Documents ? "nothing to write"
        : finding.Severity == Severity.Breaking ? "left to a person: it breaks callers"
        : (_outcomes.GetValueOrDefault(finding.ToString()) ?? new Outcome(OutcomeKind.Left, "nothing writes it")).ToString();

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>0 where callers see no difference, 1 where something can be added or a known difference is gone, 2 where something breaks.</summary>
    public int ExitCode => Findings.Any(finding => finding.Severity == Severity.Breaking) ? 2
        : Stale.Count > 0 || Findings.Any(finding => finding.Severity == Severity.Additive) ? 1
        : 0;

    public string ToText()
    {
        var text = new StringBuilder();
        foreach (var finding in Sorted)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Name(finding.Severity),-13} {finding}{(OutcomeOf(finding) is { } outcome ? $" ({outcome})" : "")}\n");
        }

        foreach (var entry in Stale)
        {
            text.Append(CultureInfo.InvariantCulture, $"stale         {entry} is listed as known and does not exist any more\n");
        }

        return text.Append(Summary).Append('\n').ToString();
    }

    public string ToMarkdown()
    {
        var text = new StringBuilder("## Drift of the upstream document\n\n").Append(Summary).Append('\n');
        if (Findings.Count > 0)
        {
            text.Append("\n| | Operation | Place | What | Ours | Upstream | In this branch |\n| --- | --- | --- | --- | --- | --- | --- |\n");
            foreach (var finding in Sorted)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {Name(finding.Severity)} | {Cell(finding.Operation)} | {Cell(finding.Place.ToString())} | {finding.What} | {Cell(finding.Ours)} | {Cell(finding.Upstream)} | {Plain(OutcomeOf(finding))} |\n");
            }
        }

        foreach (var entry in Stale)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nStale, to be taken off the list of known differences: {Cell(entry.ToString())}\n");
        }

        return text.ToString();
    }

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            findings = Sorted.Select(finding => new { finding.Severity, finding.Operation, place = finding.Place.ToString(), finding.What, finding.Ours, finding.Upstream, outcome = OutcomeOf(finding) }),
            stale = Stale,
            known = KnownCount,
        },
        Options) + "\n";

    // What a person has to do comes first: a long table is cut at its end.
    private IEnumerable<Finding> Sorted => Findings.OrderByDescending(finding => finding.Severity).ThenByDescending(finding => _outcomes?.GetValueOrDefault(finding.ToString())?.Kind ?? OutcomeKind.Left);

    private string Summary => Findings.Count == 0 && Stale.Count == 0
        ? $"No drift; {KnownCount} known differences."
        : $"{Count(Severity.Breaking)} breaking, {Count(Severity.Additive)} additive, {Count(Severity.Documents)} documentation; {Stale.Count} stale and {KnownCount} known differences.";

    private int Count(Severity severity) => Findings.Count(finding => finding.Severity == severity);

    private static string Name(Severity severity) => severity switch { Severity.Breaking => "breaking", Severity.Additive => "additive", _ => "documentation" };

    // Upstream's text is not trusted: it stays in its cell, as code.
    private static string Plain(string? text) => text?.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal).Replace("@", "&#64;", StringComparison.Ordinal) ?? "";

    private static string Cell(string? text) => text is null ? "" : $"`{text.ReplaceLineEndings(" ").Replace('`', '\'').Replace("|", "\\|", StringComparison.Ordinal)}`";
}
