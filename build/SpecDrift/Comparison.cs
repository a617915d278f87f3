using System.Globalization;
using Microsoft.OpenApi;

namespace SpecDrift;

/// <summary>Finds where the upstream document differs from ours in structure, over the operations that ours has.</summary>
internal sealed class Comparison
{
    private const int MaximumDepth = 30;

    private readonly List<Finding> _findings = [];
    private readonly HashSet<(object, object)> _within = [];
    private string _operation = "";

    public static IReadOnlyList<Finding> Of(OpenApiDocument ours, OpenApiDocument upstream)
    {
        var comparison = new Comparison();
        var theirs = Operations(upstream).ToLookup(item => item.Key, item => (item.Parameters, item.Operation));
        foreach (var (key, name, parameters, operation) in Operations(ours))
        {
            comparison._operation = name;
            if (theirs[key].FirstOrDefault() is { Operation: not null } found)
            {
                comparison.Compare(parameters, operation, found.Parameters, found.Operation);
            }
            else
            {
                comparison.Add(Severity.Breaking, new Place("operation", ""), "presence", key, null);
            }
        }

        return comparison._findings;
    }

    /// <summary>The operations that the upstream document has and ours has not.</summary>
    public static IEnumerable<string> Untracked(OpenApiDocument ours, OpenApiDocument upstream)
    {
        var known = Operations(ours).Select(item => item.Key).ToHashSet();
        return Operations(upstream).Where(item => !known.Contains(item.Key)).Select(item => $"{item.Name,-45} {item.Operation.Summary ?? item.Key}".TrimEnd());
    }

    /// <summary>Each operation under its method and path, in which the names of parameters do not count.</summary>
    private static IEnumerable<(string Key, string Name, List<IOpenApiParameter> Parameters, OpenApiOperation Operation)> Operations(OpenApiDocument document) =>
        from path in document.Paths
        from operation in path.Value.Operations ?? []
        let key = $"{operation.Key.Method} {System.Text.RegularExpressions.Regex.Replace(path.Key, "\\{[^}]*\\}", "{}")}"
        select (key, operation.Value.OperationId ?? key, InOrder([.. path.Value.Parameters ?? [], .. operation.Value.Parameters ?? []], path.Key), operation.Value);

    /// <summary>Those of the path by their place in it, whatever the order in which they are declared; then the others.</summary>
    private static List<IOpenApiParameter> InOrder(List<IOpenApiParameter> parameters, string path) =>
        [.. parameters.OrderBy(parameter => IsInPath(parameter) ? path.IndexOf($"{{{parameter.Name}}}", StringComparison.Ordinal) : int.MaxValue)];

    private void Compare(List<IOpenApiParameter> ourParameters, OpenApiOperation ours, List<IOpenApiParameter> theirParameters, OpenApiOperation theirs)
    {
        Documents(new Place("operation", ""), "deprecated", Text(ours.Deprecated), Text(theirs.Deprecated));
        CompareParameters(ourParameters, theirParameters);
        CompareForms(ours.RequestBody, theirs.RequestBody);
        CompareResponses(ours.Responses ?? [], theirs.Responses ?? []);
    }

    private void CompareParameters(List<IOpenApiParameter> ours, List<IOpenApiParameter> theirs)
    {
        // The names in a path are ours to choose: what counts is which place they fill.
        var pairs = ours.Where(IsInPath).Zip(theirs.Where(IsInPath)).Select(pair => (Ours: pair.First, Theirs: (IOpenApiParameter?)pair.Second))
            .Concat(ours.Where(parameter => !IsInPath(parameter)).Select(parameter => (parameter, theirs.Find(other => IsSame(parameter, other)))));
        foreach (var (our, their) in pairs)
        {
            var place = PlaceOf(our);
            if (their is null)
            {
                Add(Severity.Breaking, place, "presence", "there", null);
                continue;
            }

            CompareRequired(place, our.Required, their.Required, isRequest: true);
            Documents(place, "deprecated", Text(our.Deprecated), Text(their.Deprecated));
            Compare(place, our.Schema, their.Schema, isRequest: true, 0);
        }

        foreach (var added in theirs.Where(parameter => !IsInPath(parameter) && !ours.Exists(other => IsSame(parameter, other))))
        {
            AddNew(PlaceOf(added), added.Schema, added.Required, isRequest: true);
        }
    }

    private void CompareForms(IOpenApiRequestBody? ours, IOpenApiRequestBody? theirs)
    {
        var place = new Place(Place.Form, "");
        if (ours?.Content is not { Count: > 0 } ourContent)
        {
            if (theirs?.Content is { Count: > 0 })
            {
                Add(theirs.Required ? Severity.Breaking : Severity.Additive, place, "presence", null, "there");
            }

            return;
        }

        var (type, media) = ourContent.First();
        if (theirs?.Content?.TryGetValue(type, out var theirMedia) != true)
        {
            Add(Severity.Breaking, place, "content type", type, theirs?.Content is { Count: > 0 } content ? string.Join(", ", content.Keys) : null);
            return;
        }

        CompareRequired(place, ours.Required, theirs.Required, isRequest: true);
        Compare(place, media.Schema, theirMedia!.Schema, isRequest: true, 0);
    }

    private void CompareResponses(OpenApiResponses ours, OpenApiResponses theirs)
    {
        foreach (var (status, response) in ours)
        {
            var place = new Place(Place.Response, status);
            if (!theirs.TryGetValue(status, out var their))
            {
                Add(IsSuccess(status) ? Severity.Breaking : Severity.Documents, place, "presence", "there", null);
                continue;
            }

            var (type, media) = response.Content?.FirstOrDefault() ?? default;
            if (type is null)
            {
                continue;
            }

            if (their.Content?.TryGetValue(type, out var theirMedia) != true)
            {
                Add(Severity.Breaking, place, "content type", type, their.Content is { Count: > 0 } content ? string.Join(", ", content.Keys) : null);
                continue;
            }

            Compare(place, media!.Schema, theirMedia!.Schema, isRequest: false, 0);
        }

        foreach (var status in theirs.Keys.Where(status => !ours.ContainsKey(status)))
        {
            Add(IsSuccess(status) ? Severity.Additive : Severity.Documents, new Place(Place.Response, status), "presence", null, "there");
        }
    }

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

        // What comes again within itself was compared when it came first.
        var pair = (Shape.Identity(ourSchema), Shape.Identity(theirSchema));
        if (depth > MaximumDepth || !_within.Add(pair))
        {
            return;
        }

        var ours = Shape.Of(ourSchema);
        var theirs = Shape.Of(theirSchema);
        if (ours.Type != theirs.Type)
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
            Add(!isRequest ? Severity.Documents : theirs.Pattern is null ? Severity.Additive : Severity.Breaking, place, "pattern", ours.Pattern, theirs.Pattern);
        }

        if (ours.IsNullable != theirs.IsNullable)
        {
            Add(theirs.IsNullable == isRequest ? Severity.Additive : Severity.Breaking, place, "nullable", Text(ours.IsNullable), Text(theirs.IsNullable));
        }

        Documents(place, "default", ours.Default, theirs.Default);
        Documents(place, "deprecated", Text(ours.IsDeprecated), Text(theirs.IsDeprecated));
        CompareEnums(place, ours.Values, theirs.Values);
        CompareLimits(place, ours.Minima, theirs.Minima, isRequest, (before, after) => after > before);
        CompareLimits(place, ours.Maxima, theirs.Maxima, isRequest, (before, after) => after < before);
    }

    private void CompareEnums(Place place, IReadOnlyList<string>? ours, IReadOnlyList<string>? theirs)
    {
        if (ours is null || theirs is null)
        {
            if (ours is not null || theirs is not null)
            {
                Add(Severity.Breaking, place, "enum", ours is null ? null : string.Join(", ", ours), theirs is null ? null : string.Join(", ", theirs));
            }

            return;
        }

        foreach (var gone in ours.Except(theirs))
        {
            Add(Severity.Breaking, place, "enum value", gone, null);
        }

        foreach (var added in theirs.Except(ours))
        {
            Add(Severity.Additive, place, "enum value", null, added);
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
            Add(!isRequest ? Severity.Documents : isTightened ? Severity.Breaking : Severity.Additive, place, name, Text(our), Text(their));
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

    private void CompareRequired(Place place, bool ours, bool theirs, bool isRequest)
    {
        if (ours != theirs)
        {
            Add(theirs == isRequest ? Severity.Breaking : Severity.Additive, place, "required", Text(ours), Text(theirs));
        }
    }

    private void AddNew(Place place, IOpenApiSchema? schema, bool isRequired, bool isRequest)
    {
        var shape = Shape.Of(schema);
        _findings.Add(new Finding(isRequest && isRequired ? Severity.Breaking : Severity.Additive, _operation, place, "presence", null, shape.Format ?? shape.Type ?? "there") { Added = shape });
    }

    private void Documents(Place place, string what, string? ours, string? theirs)
    {
        if (ours != theirs)
        {
            Add(Severity.Documents, place, what, ours, theirs);
        }
    }

    private void Add(Severity severity, Place place, string what, string? ours, string? theirs) => _findings.Add(new Finding(severity, _operation, place, what, ours, theirs));

    private static bool IsInPath(IOpenApiParameter parameter) => parameter.In == ParameterLocation.Path;

    private static bool IsSame(IOpenApiParameter one, IOpenApiParameter other) =>
        one.In == other.In && string.Equals(one.Name, other.Name, one.In == ParameterLocation.Header ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    private static Place PlaceOf(IOpenApiParameter parameter) => new(parameter.In.ToString()!.ToLowerInvariant(), parameter.Name!);

    private static bool IsSuccess(string status) => status.StartsWith('2');

    private static string Text(bool value) => value ? "true" : "false";

    private static string? Text(decimal? value) => value?.ToString(CultureInfo.InvariantCulture);
}
