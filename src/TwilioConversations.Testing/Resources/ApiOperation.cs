namespace TwilioConversations.Testing;

/// <summary>An operation of the OpenAPI document.</summary>
internal sealed class ApiOperation(string id, string method, bool isOnItem)
{
    public string Id => id;

    public string Method => method;

    /// <summary>True if its path leads to one resource, rather than to a list.</summary>
    public bool IsOnItem => isOnItem;

    /// <summary>The field of the resource whose value may stand for the SID in the path; null where only the SID may.</summary>
    public string? KeyField { get; init; }

    public IReadOnlyDictionary<string, FieldRule> Query { get; init; } = new Dictionary<string, FieldRule>();

    public IReadOnlyDictionary<string, FieldRule> Form { get; init; } = new Dictionary<string, FieldRule>();

    /// <summary>The fields that the form must have.</summary>
    public IReadOnlyList<string> Required { get; init; } = [];
}
