using System.Text.RegularExpressions;
using Microsoft.OpenApi;

namespace SpecDrift;

/// <summary>One operation of a document with all that holds for it, wherever the document declares it.</summary>
/// <param name="Key">Its method and path; the names of path parameters are left out.</param>
/// <param name="Name">Its operationId, or the key where it has none.</param>
/// <param name="Method">Its HTTP method.</param>
/// <param name="Path">Its path as the document has it.</param>
/// <param name="Parameters">Those of the path in the path's order, then the others.</param>
/// <param name="Servers">The URLs at which it is served.</param>
/// <param name="Security">The kinds of credentials that it takes.</param>
/// <param name="Content">The operation itself.</param>
internal sealed partial record ApiOperation(
    string Key, string Name, string Method, string Path, List<IOpenApiParameter> Parameters, IReadOnlySet<string> Servers, IReadOnlySet<string> Security, OpenApiOperation Content)
{
    public static IEnumerable<ApiOperation> All(OpenApiDocument document) =>
        from path in document.Paths
        from operation in path.Value.Operations ?? []
        let key = $"{operation.Key.Method} {Plain(path.Key)}"
        select new ApiOperation(
            key,
            operation.Value.OperationId ?? key,
            operation.Key.Method,
            path.Key,
            ParametersOf(path.Value, operation.Value, path.Key),
            ServersOf(document, path.Value, operation.Value),
            SecurityOf(operation.Value.Security ?? document.Security ?? []),
            operation.Value);

    /// <summary>A path without the names of its parameters.</summary>
    public static string Plain(string path) => PathParameter().Replace(path, "{}");

    public static bool IsInPath(IOpenApiParameter parameter) => parameter.In == ParameterLocation.Path;

    public static bool IsSame(IOpenApiParameter one, IOpenApiParameter other) =>
        one.In == other.In && string.Equals(one.Name, other.Name, one.In == ParameterLocation.Header ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    private static List<IOpenApiParameter> ParametersOf(IOpenApiPathItem path, OpenApiOperation operation, string pathText)
    {
        var own = Resolved(operation.Parameters);
        var inherited = Resolved(path.Parameters).Where(parameter => !own.Exists(other => IsSame(parameter, other)));
        return [.. inherited.Concat(own).OrderBy(parameter => IsInPath(parameter) ? pathText.IndexOf($"{{{parameter.Name}}}", StringComparison.Ordinal) : int.MaxValue)];
    }

    // A reference would be followed again for each of its properties.
    private static List<IOpenApiParameter> Resolved(IList<IOpenApiParameter>? parameters) =>
        [.. (parameters ?? []).Select(parameter => parameter is OpenApiParameterReference { RecursiveTarget: { } target } ? target : parameter)];

    private static SortedSet<string> ServersOf(OpenApiDocument document, IOpenApiPathItem path, OpenApiOperation operation)
    {
        var servers = new[] { operation.Servers, path.Servers, document.Servers }.FirstOrDefault(list => list is { Count: > 0 }) ?? [];
        return new SortedSet<string>(servers.Select(server => server.ReplaceServerUrlVariables()?.TrimEnd('/') ?? ""), StringComparer.Ordinal);
    }

    /// <summary>Schemes by what they are: their names are the document's own.</summary>
    private static SortedSet<string> SecurityOf(IList<OpenApiSecurityRequirement> alternatives) =>
        new(alternatives.Count == 0 ? ["none"] : alternatives.Select(needed => needed.Count == 0 ? "none" : string.Join(" and ", needed.Keys.Select(Describe).Order(StringComparer.Ordinal))), StringComparer.Ordinal);

    private static string Describe(OpenApiSecuritySchemeReference scheme) => scheme.Type switch
    {
        SecuritySchemeType.Http => $"http {scheme.Scheme?.ToLowerInvariant()}",
        SecuritySchemeType.ApiKey => $"apiKey {scheme.In?.ToString().ToLowerInvariant()} {scheme.Name}",
        { } type => type.ToString().ToLowerInvariant(),
        null => scheme.Reference.Id ?? "unknown",
    };

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex PathParameter();
}
