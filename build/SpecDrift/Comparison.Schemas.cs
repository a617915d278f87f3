using Microsoft.OpenApi;

namespace SpecDrift;

/// <summary>The schemas of an operation, field by field.</summary>
internal sealed partial class Comparison
{
    private const int MaximumDepth = 30;

    private readonly HashSet<(object, object)> _within = [];

    private void Compare(Place place, IOpenApiSchema? ourSchema, IOpenApiSchema? theirSchema, bool isRequest, int depth)
    {
        if (ourSchema is null || theirSchema is null)
        {
            if (ourSchema != theirSchema)
            {
                Add(Severity.Breaking, place, "schema", ourSchema is null ? null : "there", theirSchema is null ? null : "there");
            }

            return;
        }

        // A schema within itself was compared the first time.
        var ours = Shape.Of(ourSchema);
        var theirs = Shape.Of(theirSchema);
        if (ours.Reference is { } our && theirs.Reference is { } their)
        {
            _names.TryAdd(their, our);
        }

        var pair = (ours.Schema!, theirs.Schema!);
        if (depth > MaximumDepth || !_within.Add(pair))
        {
            return;
        }

        if (ours.Alternatives.Count > 0 || theirs.Alternatives.Count > 0)
        {
            CompareNullable(place, ours, theirs, isRequest);
            CompareAlternatives(place, ourSchema, theirSchema, isRequest);
        }
        else if (ours.Type != theirs.Type)
        {
            Add(Severity.Breaking, place, "type", ours.Type, theirs.Type);
        }
        else
        {
            CompareValues(place, ours, theirs, isRequest);
            CompareFields(place, ours, theirs, isRequest, depth);
            if (ours.Items is not null || theirs.Items is not null)
            {
                Compare(place.Field("[]"), ours.Items, theirs.Items, isRequest, depth + 1);
            }

            if (ours.Map is not null || theirs.Map is not null)
            {
                Compare(place.Field("{}"), ours.Map, theirs.Map, isRequest, depth + 1);
            }
        }

        _within.Remove(pair);
    }

    private void CompareValues(Place place, Shape ours, Shape theirs, bool isRequest)
    {
        if (ours.Format != theirs.Format)
        {
            Add(Severity.Breaking, place, "format", ours.Format, theirs.Format);
        }

        if (ours.Pattern != theirs.Pattern)
        {
            // Which of two patterns is narrower cannot be known; no pattern is the widest.
            var severity = ours.Pattern is null ? Narrower(isRequest) : theirs.Pattern is null ? Wider(isRequest) : Severity.Breaking;
            Add(severity, place, "pattern", ours.Pattern, theirs.Pattern);
        }

        CompareNullable(place, ours, theirs, isRequest);
        ComparePrivacy(place, ours.Privacy, theirs.Privacy);
        CompareRules(place, ours, theirs, isRequest);
        Documents(place, "default", ours.Default, theirs.Default);
        Documents(place, "deprecated", Text(ours.IsDeprecated), Text(theirs.IsDeprecated));
        CompareEnums(place, ours.Values, theirs.Values, isRequest);
        CompareLimits(place, ours.Minima, theirs.Minima, isRequest, (before, after) => after > before);
        CompareLimits(place, ours.Maxima, theirs.Maxima, isRequest, (before, after) => after < before);
    }

    /// <summary>
    /// A mark that upstream adds is taken over. One that it takes away stays ours: a value that was private may be in a log tomorrow otherwise.
    /// </summary>
    private void ComparePrivacy(Place place, string? ours, string? theirs)
    {
        if (ours != theirs)
        {
            Add(theirs is null || ours == "sensitive" ? Severity.Documents : Severity.Additive, place, "privacy", ours, theirs);
        }
    }

    /// <summary>Skips the rules of responses that the client does not read.</summary>
    private void CompareRules(Place place, Shape ours, Shape theirs, bool isRequest)
    {
        Direction("readOnly", ours.IsReadOnly, theirs.IsReadOnly, isRequest);
        Direction("writeOnly", ours.IsWriteOnly, theirs.IsWriteOnly, !isRequest);
        foreach (var name in ours.Rules.Keys.Union(theirs.Rules.Keys).Where(name => ours.Rules.GetValueOrDefault(name) != theirs.Rules.GetValueOrDefault(name)))
        {
            var their = theirs.Rules.GetValueOrDefault(name);
            Add(their is null ? Wider(isRequest) : Narrower(isRequest), place, name, ours.Rules.GetValueOrDefault(name), their);
        }

        void Direction(string what, bool our, bool their, bool isAgainst)
        {
            if (our != their)
            {
                Add(!isAgainst ? Severity.Documents : their ? Severity.Breaking : Severity.Additive, place, what, Text(our), Text(their));
            }
        }
    }

    private void CompareNullable(Place place, Shape ours, Shape theirs, bool isRequest)
    {
        if (ours.IsNullable != theirs.IsNullable)
        {
            Add(theirs.IsNullable == isRequest ? Severity.Additive : Severity.Breaking, place, "nullable", Text(ours.IsNullable), Text(theirs.IsNullable));
        }
    }

    // The enums of the library are open: a value more is always read and sent, and without an enum nothing changes for callers.
    private void CompareEnums(Place place, IReadOnlyList<string>? ours, IReadOnlyList<string>? theirs, bool isRequest)
    {
        if (ours is null || theirs is null)
        {
            if (ours != theirs)
            {
                Add(theirs is null ? Severity.Documents : Narrower(isRequest), place, "enum", Joined(ours), Joined(theirs));
            }

            return;
        }

        foreach (var gone in ours.Except(theirs))
        {
            Add(Narrower(isRequest), place, "enum value", gone, null);
        }

        foreach (var added in theirs.Except(ours))
        {
            Add(Severity.Additive, place, "enum value", null, added);
        }
    }

    /// <summary>Compares alternatives by what they accept, in any order. A schema without alternatives is its own only one.</summary>
    private void CompareAlternatives(Place place, IOpenApiSchema ours, IOpenApiSchema theirs, bool isRequest)
    {
        var our = ShapeText.AlternativesOf(ours);
        var their = ShapeText.AlternativesOf(theirs);
        foreach (var gone in our.Except(their))
        {
            Add(Narrower(isRequest), place, "one of", gone, null);
        }

        foreach (var added in their.Except(our))
        {
            Add(Wider(isRequest), place, "one of", null, added);
        }
    }

    private void CompareLimits(
        Place place, IReadOnlyDictionary<string, decimal> ours, IReadOnlyDictionary<string, decimal> theirs, bool isRequest, Func<decimal, decimal, bool> isTighter)
    {
        foreach (var name in ours.Keys.Union(theirs.Keys))
        {
            decimal? our = ours.TryGetValue(name, out var value) ? value : null;
            decimal? their = theirs.TryGetValue(name, out value) ? value : null;
            if (our == their)
            {
                continue;
            }

            var isTightened = their is { } after && (our is not { } before || isTighter(before, after));
            Add(isTightened ? Narrower(isRequest) : Wider(isRequest), place, name, Text(our), Text(their));
        }
    }

    private void CompareFields(Place place, Shape ours, Shape theirs, bool isRequest, int depth)
    {
        foreach (var (name, field) in ours.Fields)
        {
            if (!theirs.Fields.TryGetValue(name, out var their))
            {
                Add(Severity.Breaking, place.Field(name), "presence", "there", null);
                continue;
            }

            CompareRequired(place.Field(name), ours.Required.Contains(name), theirs.Required.Contains(name), isRequest);
            Compare(place.Field(name), field, their, isRequest, depth + 1);
        }

        foreach (var (name, field) in theirs.Fields.Where(field => !ours.Fields.ContainsKey(field.Key)))
        {
            AddNew(place.Field(name), field, theirs.Required.Contains(name), isRequest);
        }
    }

    /// <summary>Less is accepted than before: callers can send less, and receive nothing that they were not promised.</summary>
    private static Severity Narrower(bool isRequest) => isRequest ? Severity.Breaking : Severity.Documents;

    /// <summary>More is accepted than before: callers can send more, and may receive what they were not promised.</summary>
    private static Severity Wider(bool isRequest) => isRequest ? Severity.Additive : Severity.Breaking;
}
