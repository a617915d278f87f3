using System.Globalization;
using Microsoft.OpenApi;

namespace SpecDrift;

/// <summary>Finds where the structure of the upstream document differs from ours, and which operations ours does not have.</summary>
internal sealed partial class Comparison
{
    private readonly List<Finding> _findings = [];
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private string _operation = "";

    private Comparison()
    {
    }

    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Our name for each schema that upstream has under another name.</summary>
    public IReadOnlyDictionary<string, string> Names => _names;

    public static Comparison Of(OpenApiDocument ours, OpenApiDocument upstream)
    {
        var comparison = new Comparison();
        var ourOperations = ApiOperation.All(ours).ToList();
        var theirs = ApiOperation.All(upstream).DistinctBy(operation => operation.Key).ToDictionary(operation => operation.Key);
        foreach (var operation in ourOperations)
        {
            comparison._operation = operation.Name;
            if (theirs.Remove(operation.Key, out var found))
            {
                comparison.Compare(operation, found);
            }
            else
            {
                comparison.Add(Severity.Breaking, Place.Whole, "presence", operation.Key, null);
            }
        }

        foreach (var added in theirs.Values)
        {
            comparison._operation = added.Name;
            comparison._findings.Add(new Finding(Severity.Additive, added.Name, Place.Whole, "presence", null, added.Key) { NewOperation = added });
        }

        comparison.ReportHiddenFields();
        return comparison;
    }

    /// <summary>The operations that the upstream document has and ours does not.</summary>
    public static IEnumerable<string> Untracked(OpenApiDocument ours, OpenApiDocument upstream)
    {
        var known = ApiOperation.All(ours).Select(operation => operation.Key).ToHashSet();
        return ApiOperation.All(upstream).Where(operation => !known.Contains(operation.Key)).Select(operation => $"{operation.Name,-45} {operation.Content.Summary ?? operation.Key}".TrimEnd());
    }

    private void Compare(ApiOperation ours, ApiOperation theirs)
    {
        CompareSets("server", ours.Servers, theirs.Servers);
        CompareSets("security", ours.Security, theirs.Security);
        Documents(Place.Whole, "deprecated", Text(ours.Content.Deprecated), Text(theirs.Content.Deprecated));
        CompareParameters(ours.Parameters, theirs.Parameters);
        CompareForms(ours.Content.RequestBody, theirs.Content.RequestBody);
        CompareResponses(ours.Content.Responses ?? [], theirs.Content.Responses ?? []);
    }

    /// <summary>Compares the parts that callers use. Additions are allowed.</summary>
    private void CompareSets(string what, IReadOnlySet<string> ours, IReadOnlySet<string> theirs)
    {
        if (!ours.SetEquals(theirs))
        {
            Add(ours.IsSubsetOf(theirs) ? Severity.Additive : Severity.Breaking, Place.Whole, what, Joined(ours), Joined(theirs));
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

    private static string? Joined(IEnumerable<string>? values) => values is not null && string.Join(", ", values) is { Length: > 0 } text ? text : null;

    private static string Text(bool value) => value ? "true" : "false";

    private static string? Text(decimal? value) => value?.ToString(CultureInfo.InvariantCulture);
}
