using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace SpecDrift;

/// <summary>The examples of a response: the only place where upstream shows the fields of an object that its schemas leave open.</summary>
internal sealed partial class Comparison
{
    // By our schema and field: a schema serves many operations, and one of their examples is enough.
    private readonly Dictionary<(object Schema, string Name), (bool IsShown, string Operation, Place Place)> _hidden = [];

    private void CompareExamples(Place place, IOpenApiSchema? ours, IOpenApiMediaType media)
    {
        List<JsonNode> values = [.. (media.Examples?.Values ?? []).Select(example => example.Value).Append(media.Example).OfType<JsonNode>()];
        if (ours is not null && values.Count > 0)
        {
            CompareExamples(place, Shape.Of(ours), media.Schema is { } theirs ? Shape.Of(theirs) : null, values, 0);
        }
    }

    private void CompareExamples(Place place, Shape ours, Shape? theirs, List<JsonNode> values, int depth)
    {
        if (depth > MaximumDepth)
        {
            return;
        }

        if (ours.Items is { } items)
        {
            CompareExamples(place.Field("[]"), Shape.Of(items), theirs?.Items is { } theirItems ? Shape.Of(theirItems) : null, [.. values.OfType<JsonArray>().SelectMany(array => array).OfType<JsonNode>()], depth + 1);
        }

        // An object without fields is open for callers too.
        if (ours.Fields.Count == 0 || ours.Schema is null)
        {
            return;
        }

        var shown = values.OfType<JsonObject>().SelectMany(value => value).ToLookup(field => field.Key, field => field.Value);
        foreach (var (name, field) in ours.Fields)
        {
            var their = theirs?.Fields.GetValueOrDefault(name);
            if (their is null)
            {
                var isShown = shown.Contains(name);
                _hidden[(ours.Schema, name)] = _hidden.TryGetValue((ours.Schema, name), out var known) ? known with { IsShown = known.IsShown || isShown } : (isShown, _operation, place.Field(name));
            }

            CompareExamples(place.Field(name), Shape.Of(field), their is null ? null : Shape.Of(their), [.. shown[name].OfType<JsonNode>()], depth + 1);
        }

        foreach (var added in shown.Where(field => !ours.Fields.ContainsKey(field.Key) && theirs?.Fields.ContainsKey(field.Key) != true))
        {
            var value = added.FirstOrDefault(value => value is not null);
            _findings.Add(new Finding(Severity.Additive, _operation, place.Field(added.Key), "example", null, KindOf(value)) { Added = Guess(value) });
        }
    }

    /// <summary>The fields of ours that no schema and no example of upstream has any more.</summary>
    private void ReportHiddenFields() => _findings.AddRange(
        from field in _hidden.Values
        where !field.IsShown && !_findings.Exists(finding => finding.Operation == field.Operation && finding.What == "presence" && finding.Place.ToString() == field.Place.ToString())
        select new Finding(Severity.Documents, field.Operation, field.Place, "example", "there", null));

    private static string KindOf(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.True or JsonValueKind.False => "boolean",
        { } kind => kind.ToString().ToLowerInvariant(),
        null => "null",
    };

    /// <summary>A field's type as an example shows it. It may be null in other responses.</summary>
    private static Shape Guess(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.True or JsonValueKind.False => new Shape { Type = "boolean", IsNullable = true },
        JsonValueKind.Number => new Shape { Type = value.ToString().Contains('.', StringComparison.Ordinal) ? "number" : "integer", IsNullable = true },
        JsonValueKind.String => new Shape { Type = "string", Format = DateTimeOffset.TryParse(value.ToString(), out _) && value.ToString().EndsWith('Z') ? "date-time" : null, IsNullable = true },
        JsonValueKind.Object => new Shape { Type = "object", IsNullable = true },
        _ => new Shape { IsNullable = true },
    };
}
