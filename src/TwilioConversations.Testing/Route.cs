namespace TwilioConversations.Testing;

/// <summary>A path of the OpenAPI document, its parameters in braces, and the operation of each method.</summary>
internal sealed class Route(string template, params (string Method, string Operation)[] operations)
{
    private readonly string[] _segments = template.Split('/');

    /// <summary>The methods of the path, as the Allow header lists them.</summary>
    public string Methods { get; } = string.Join(", ", operations.Select(operation => operation.Method));

    /// <summary>The operation of a method; null where the path has none.</summary>
    public string? OperationOf(string method) => operations.FirstOrDefault(operation => operation.Method == method).Operation;

    public bool Matches(string path) =>
        path.Split('/') is var segments && segments.Length == _segments.Length && _segments.Zip(segments).All(pair => IsParameter(pair.First) ? pair.Second.Length > 0 : pair.First == pair.Second);

    /// <summary>The parameters in a path that matches, still encoded.</summary>
    public IEnumerable<(string Name, string Encoded)> Parameters(string path) =>
        _segments.Zip(path.Split('/')).Where(pair => IsParameter(pair.First)).Select(pair => (pair.First[1..^1], pair.Second));

    private static bool IsParameter(string segment) => segment.StartsWith('{');
}
