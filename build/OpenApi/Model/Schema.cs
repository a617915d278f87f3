namespace OpenApi;

public enum SchemaKind
{
    Enum,
    Page,
    Request,
    Model,
}

/// <summary>A schema of the document, which becomes a C# type.</summary>
public sealed class Schema
{
    private const string Ending = "Request";

    private readonly Document _document;
    private IReadOnlyList<Field>? _fields;

    public Schema(Document document, string name, Position at, MapNode node)
    {
        (_document, Name, At, Node) = (document, name, at, node);
        Kind = node["enum"] is not null ? SchemaKind.Enum
            : node["x-items"] is not null ? SchemaKind.Page
            : IsRequestName(name) ? SchemaKind.Request
            : SchemaKind.Model;
    }

    public string Name { get; }

    public Position At { get; }

    public MapNode Node { get; }

    public SchemaKind Kind { get; }

    public string Description => Node.Text("description") ?? "";

    public IReadOnlyList<Field> Fields => _fields ??= [.. FieldsOf()];

    /// <summary>The values of an enum with their C# names.</summary>
    public IEnumerable<(string Value, string Name, Position At)> Values =>
        Node.List("enum").OfType<ValueNode>().Select(value => (value.Text, Words.Identifier(value.Text, name => name == Name || Reserved.OfEnum(name)), value.At));

    /// <summary>The field that holds the items of a page.</summary>
    public Field? Items => Node.Text("x-items") is { } items ? Fields.FirstOrDefault(candidate => candidate.WireName == items) : null;

    /// <summary>The field that names a resource: without it a response is rejected.</summary>
    public string NamedBy => Node.Text("x-named-by") ?? "sid";

    /// <summary>The schemas that this one uses.</summary>
    public IEnumerable<Schema> Uses => Fields.Select(candidate => candidate.Type.Schema).OfType<Schema>();

    /// <summary>The file that its C# is in: the resource's that alone uses it, or one of its own.</summary>
    public string File => _document.FileOf(this);

    public static bool IsRequestName(string name) => name.EndsWith(Ending, StringComparison.Ordinal);

    private IEnumerable<Field> FieldsOf()
    {
        var required = Node.List("required").OfType<ValueNode>().Select(name => name.Text).ToHashSet(StringComparer.Ordinal);
        var properties = Node.Map("properties");
        return from entry in properties?.Entries ?? []
               where entry.Value is MapNode
               select new Field(_document, this, entry.Name, properties!.PlaceOf(entry.Name), (MapNode)entry.Value, required.Contains(entry.Name));
    }
}
