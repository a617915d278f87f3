namespace TwilioConversations.Testing;

/// <summary>A path of the OpenAPI document, its parameters in braces, and the operation of each method.</summary>
internal sealed class Route(string template, ResourceType type, IReadOnlyList<ApiOperation> operations)
{
    private readonly string[] _segments = template.Split('/');

    public string Template => template;

    /// <summary>The resource that the path leads to.</summary>
    public ResourceType Type => type;

    /// <summary>The methods of the path, as the Allow header lists them.</summary>
    public string Methods { get; } = string.Join(", ", operations.Select(operation => operation.Method));

    /// <summary>The operation of a method; null where the path has none.</summary>
    public ApiOperation? OperationOf(string method) => operations.FirstOrDefault(operation => operation.Method == method);

    public bool Has(string operationId) => operations.Any(operation => operation.Id == operationId);

    public bool Matches(string[] segments)
    {
        if (segments.Length != _segments.Length)
        {
            return false;
        }

        for (var i = 0; i < segments.Length; i++)
        {
            if (IsParameter(_segments[i]) ? segments[i].Length == 0 : segments[i] != _segments[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The parameters in a path that matches, still encoded.</summary>
    public IEnumerable<(string Name, string Encoded)> Parameters(string[] segments) =>
        _segments.Zip(segments).Where(pair => IsParameter(pair.First)).Select(pair => (pair.First[1..^1], pair.Second));

    private static bool IsParameter(string segment) => segment.StartsWith('{');
}
