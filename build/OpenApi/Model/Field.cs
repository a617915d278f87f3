namespace OpenApi;

/// <summary>A property of a schema.</summary>
public sealed class Field(Document document, Schema owner, string wireName, Position at, MapNode node, bool isRequired)
{
    public string WireName => wireName;

    public Position At => at;

    public MapNode Node => node;

    public Schema Owner => owner;

    public bool IsRequired => isRequired;

    /// <summary>Its C# name.</summary>
    public string Name { get; } = Words.Identifier(node.Text("x-name") ?? wireName, name => name == owner.Name || Reserved.OfModel(name));

    public FieldType Type { get; } = FieldType.Of(document, node);

    public bool IsNullable => !isRequired || node.IsTrue("nullable") || (document.ComponentOf(node)?.Node.IsTrue("nullable") ?? false);

    public string Description => node.Text("description") ?? document.ComponentOf(node)?.Description ?? "";

    /// <summary>True if it holds a SID, of one kind or of any.</summary>
    public bool IsSid => node.Text("pattern")?.EndsWith(Sids.Digits, StringComparison.Ordinal) ?? false;

    /// <summary>Personal or sensitive; null for neither.</summary>
    public string? Privacy => node.Text("x-privacy") ?? (node["$ref"] is null ? null : document.ComponentOf(node)?.Node.Text("x-privacy"));

    public bool IsRemovable => node.IsTrue("x-removable");

    public bool IsDuration => node.IsTrue("x-duration");

    /// <summary>The limit of JSON text in bytes.</summary>
    public long? MaximumJsonBytes => node.Whole("x-json-maximum-bytes");

    /// <summary>The schema of each value: that of the items of an array.</summary>
    public MapNode ValueNode => Type.IsList ? node.Map("items") ?? node : node;
}
