using System.Text.RegularExpressions;

namespace OpenApi;

/// <summary>The path of an operation, as it leads through the tree: a scope, the resources that own the collection, and what follows them.</summary>
public sealed partial class OperationPath
{
    private const string Root = "/v1";
    private const string ServiceRoot = "/v1/Services/{ChatServiceSid}/";

    public OperationPath(string text)
    {
        Text = text;
        IsInService = text.StartsWith(ServiceRoot, StringComparison.Ordinal);
        Rest = IsInService ? text[(ServiceRoot.Length - 1)..] : text[Root.Length..];
        var links = Link().Matches(Rest).Select(match => (Literal: match.Groups[1].Value, Parameter: match.Groups[2].Value)).ToList();
        var last = links[^1];
        Owners = [.. links.SkipLast(1)];
        Tail = last.Parameter == "" ? last.Literal : $"{last.Literal}/{{{last.Parameter}}}";
        Item = last.Parameter == "" ? null : last.Parameter;
    }

    public string Text { get; }

    public bool IsInService { get; }

    /// <summary>The part after the scope; the same for twins.</summary>
    public string Rest { get; }

    /// <summary>The owners from the outside in: the literal segments, such as /Conversations, and the parameter after them.</summary>
    public IReadOnlyList<(string Literal, string Parameter)> Owners { get; }

    /// <summary>The part after the last owner.</summary>
    public string Tail { get; }

    /// <summary>The parameter that names the resource itself; null for a collection or the only one of its kind.</summary>
    public string? Item { get; }

    /// <summary>The names of all parameters in their order.</summary>
    public IEnumerable<string> Parameters => ParameterName().Matches(Text).Select(match => match.Groups[1].Value);

    /// <summary>True if the path consists of literal segments, each followed by at most one parameter.</summary>
    public static bool IsSupported(string text) => Supported().IsMatch(text);

    [GeneratedRegex(@"((?:/[^/{}]+)+)(?:/\{([^/{}]+)\})?")]
    private static partial Regex Link();

    [GeneratedRegex(@"\{([^/{}]+)\}")]
    private static partial Regex ParameterName();

    [GeneratedRegex(@"\A/v1(?:(?:/[A-Za-z0-9._~-]+)+(?:/\{[A-Za-z][A-Za-z0-9]*\})?)+\z")]
    private static partial Regex Supported();
}
