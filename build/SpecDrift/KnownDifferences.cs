using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace SpecDrift;

/// <summary>
/// An intended difference: where, what, both sides exactly, and why. In an operation or a place <c>*</c> stands for one word,
/// such as the <c>Fetch</c> of <c>FetchParticipant</c>, and <c>**</c> for anything; so does <c>**</c> as our side.
/// </summary>
internal sealed record KnownDifference(string Operation, string Place, string What, string? Ours, string? Upstream, string Reason)
{
    public bool Covers(Finding finding) =>
        finding.What == What && (finding.Ours == Ours || Ours == "**") && finding.Upstream == Upstream && Matches(Operation, finding.Operation) && Matches(Place, finding.Place.ToString());

    public override string ToString() => $"{Operation}, {Place}: {What} {Ours ?? "(none)"} -> {Upstream ?? "(none)"}";

    private static bool Matches(string pattern, string text) => Regex.IsMatch(
        text, $@"\A{Regex.Escape(pattern).Replace(@"\*\*", ".*", StringComparison.Ordinal).Replace(@"\*", "[A-Z]?[a-z0-9_]+", StringComparison.Ordinal)}\z", RegexOptions.Singleline);
}

/// <summary>The list of intended differences.</summary>
internal static partial class KnownDifferences
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            var text = await File.ReadAllTextAsync(file, cancellationToken);
            _ = Parse(text);
            return text;
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            throw new BadInputException($"{file}: cannot be read: {e.Message}");
        }
        catch (BadInputException e)
        {
            throw new BadInputException($"{file}: {e.Message}");
        }
    }

    public static IReadOnlyList<KnownDifference> Parse(string text)
    {
        var known = JsonSerializer.Deserialize<List<KnownDifference>>(text, Options) ?? [];
        return known.TrueForAll(entry => entry is { Operation: not null, Place: not null, What: not null } && !string.IsNullOrWhiteSpace(entry.Reason))
            ? known
            : throw new BadInputException("each entry needs an operation, a place, what differs, and a reason.");
    }

    /// <summary>The list with what follows from a change: that one of our schemas serves more operations than upstream changed.</summary>
    public static string With(string text, IReadOnlyList<Finding> consequences, IReadOnlyList<Change> changes)
    {
        var entries = consequences
            .Select(finding => new KnownDifference(finding.Operation, Generalized(finding.Place), finding.What, finding.Ours, finding.Upstream, ReasonOf(finding, changes)))
            .GroupBy(entry => entry with { Operation = Scope.NounOf(entry.Operation) })
            .SelectMany(group => group.Count() > 1 ? group.Select(entry => entry with { Operation = Verb().Replace(entry.Operation, "*") }) : group)
            .Distinct()
            .ToList();
        var end = text.LastIndexOf(']');
        var isEmpty = text[..end].TrimEnd().EndsWith('[');
        return entries.Count == 0 ? text : text[..end].TrimEnd() + (isEmpty ? "\n" : ",\n") + string.Join(",\n", entries.Select(Line)) + "\n" + text[end..];
    }

    private static string Generalized(Place place) => place is { Part: Place.Response, Fields: [.., not "[]" and not "{}"] } ? $"response **.{place.Fields[^1]}" : place.ToString();

    private static string ReasonOf(Finding finding, IReadOnlyList<Change> changes) => finding.What == "presence"
        ? changes.First(change => change.Explains(finding)).Proposal.Note is { } note && note.StartsWith("one type", StringComparison.Ordinal) ? $"O{note[1..]}." : "One type of ours serves several operations, and upstream has this in some of them only."
        : "One enum has the values of every place; it is open in any case.";

    private static string Line(KnownDifference entry) =>
        $"  {{\"operation\": {Json(entry.Operation)}, \"place\": {Json(entry.Place)}, \"what\": {Json(entry.What)}, \"ours\": {Json(entry.Ours)}, \"upstream\": {Json(entry.Upstream)}, \"reason\": {Json(entry.Reason)}}}";

    private static string Json(string? text) => JsonSerializer.Serialize(text, Options);

    [GeneratedRegex(@"\A[A-Z][a-z]+(?=[A-Z])")]
    private static partial Regex Verb();
}
