using System.Text.Json;
using System.Text.RegularExpressions;

namespace SpecDrift;

/// <summary>
/// An intended difference: where, what, both sides exactly, and why. In an operation or a place <c>*</c> stands for one word,
/// such as the <c>Fetch</c> of <c>FetchParticipant</c>, and <c>**</c> for anything.
/// </summary>
internal sealed record KnownDifference(string Operation, string Place, string What, string? Ours, string? Upstream, string Reason)
{
    public bool Covers(Finding finding) =>
        finding.What == What && finding.Ours == Ours && finding.Upstream == Upstream && Matches(Operation, finding.Operation) && Matches(Place, finding.Place.ToString());

    public override string ToString() => $"{Operation}, {Place}: {What} {Ours ?? "(none)"} -> {Upstream ?? "(none)"}";

    private static bool Matches(string pattern, string text) => Regex.IsMatch(
        text, $@"\A{Regex.Escape(pattern).Replace(@"\*\*", ".*", StringComparison.Ordinal).Replace(@"\*", "[A-Z]?[a-z0-9_]+", StringComparison.Ordinal)}\z", RegexOptions.Singleline);
}

/// <summary>Reads the list of intended differences.</summary>
internal static class KnownDifferences
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { ReadCommentHandling = JsonCommentHandling.Skip, UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    public static async Task<IReadOnlyList<KnownDifference>> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = File.OpenRead(file);
            var known = await JsonSerializer.DeserializeAsync<List<KnownDifference>>(stream, Options, cancellationToken) ?? [];
            return known.TrueForAll(entry => entry is { Operation: not null, Place: not null, What: not null } && !string.IsNullOrWhiteSpace(entry.Reason))
                ? known
                : throw new BadInputException($"{file}: each entry needs an operation, a place, what differs, and a reason.");
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            throw new BadInputException($"{file}: cannot be read: {e.Message}");
        }
    }
}
