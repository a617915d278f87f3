using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SpecDrift;

namespace SpecReplay;

/// <summary>
/// Everything that the history ever added, added once more to today's edition under new names, and written into our own document: what that
/// generates is compiled in one build.
/// </summary>
internal static partial class Together
{
    public static async Task<int> ReplayAsync(IReadOnlyList<string> editions, string document, string known, string? command, TextWriter output)
    {
        var today = new Edition(await File.ReadAllTextAsync(editions[^1]));
        var added = 0;
        for (var index = 0; index + 1 < editions.Count; index++)
        {
            var next = new Edition(await File.ReadAllTextAsync(editions[index + 1]));
            var (ours, theirs) = (DocumentReader.Parse(await File.ReadAllTextAsync(editions[index])), DocumentReader.Parse(next.Root.ToJsonString()));
            var keys = ApiOperation.All(ours).DistinctBy(operation => operation.Name).ToDictionary(operation => operation.Name, operation => operation.Key);
            added += Comparison.Of(ours, theirs).Findings.Where(finding => finding.Severity == Severity.Additive).Count(finding =>
                finding.NewOperation is { } operation ? Add(today, next, operation, index + 2) : keys.TryGetValue(finding.Operation, out var key) && today.Operation(key) is { } existing && Add(today, existing, finding, index + 2));
        }

        var upstream = DocumentReader.Parse(today.Root.ToJsonString());
        var trial = command is null ? null : new Trial(command, output);
        var applied = await new Additions(upstream, [], trial is null ? null : (text, list) => trial.PassesAsync(text, list, CancellationToken.None)).ApplyAsync(await File.ReadAllTextAsync(document), await File.ReadAllTextAsync(known));
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"together: {added} additions of the history on today's document"));
        foreach (var kind in applied.Outcomes.GroupBy(item => item.Outcome.Kind))
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{kind.Count(),6} {kind.Key}"));
        }

        foreach (var (finding, outcome) in applied.Outcomes.Where(item => item.Outcome.Kind == OutcomeKind.Left))
        {
            await output.WriteLineAsync($"  {finding}: {outcome}");
        }

        return 0;
    }

    private static bool Add(Edition today, JsonObject operation, Finding finding, int step)
    {
        var place = finding.Place;
        switch (finding)
        {
            case { What: "presence" or "example", Added: { } shape, Place: { Part: Place.Form or Place.Response, Fields: [.. var outer, var name] } }:
                if (today.At(operation, place, outer)?["properties"] is not JsonObject properties)
                {
                    return false;
                }

                properties[$"{name}{(place.Part == Place.Form ? "Step" : "_step")}{step}"] = Edition.Schema(shape);
                return true;
            case { What: "presence", Added: { } shape, Place.Part: "query" or "header" }:
                ((JsonArray)operation["parameters"]!).Add(new JsonObject { ["name"] = $"{place.Name}Step{step}", ["in"] = place.Part, ["schema"] = Edition.Schema(shape with { Privacy = null }) });
                return true;
            case { What: "enum value", Upstream: { } value }:
                if (today.At(operation, place, place.Fields)?["enum"] is not JsonArray values)
                {
                    return false;
                }

                if (!values.Any(other => other?.ToString() == $"{value}{step}"))
                {
                    values.Add($"{value}{step}");
                }

                return true;
            default:
                // A rule that becomes looser is no new code.
                return false;
        }
    }

    private static bool Add(Edition today, Edition next, ApiOperation operation, int step)
    {
        var path = LastName().Replace(operation.Path, $"$1Step{step}$2");
        var item = today.Paths[path] as JsonObject ?? [];
        today.Paths[path] = item;
        var copy = (JsonObject)next.WrittenOut(next.Operation(operation.Key))!;
        copy["parameters"] = new JsonArray([.. (next.WrittenOut(next.Paths[operation.Path]!["parameters"]) as JsonArray ?? []).Concat(copy["parameters"] as JsonArray ?? []).Select(parameter => parameter!.DeepClone())]);
        if (copy["operationId"] is { } id)
        {
            copy["operationId"] = $"{id}Step{step}";
        }

        item[operation.Method.ToLowerInvariant()] = copy;
        return true;
    }

    [GeneratedRegex(@"([^/{}]+)((/\{[^/]*\})?)\z")]
    private static partial Regex LastName();
}
