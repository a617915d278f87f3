using System.Text.Json.Nodes;

namespace OpenApi;

/// <summary>A part of the document, with its place in the text.</summary>
public abstract class Node(Position at)
{
    public Position At => at;

    /// <summary>The same part as JSON, without its place.</summary>
    public JsonNode? ToJson() => ToJson(_ => null);

    /// <summary>The same part as JSON, with what <paramref name="extension"/> returns for a map as its <c>x-client</c>.</summary>
    public abstract JsonNode? ToJson(Func<MapNode, JsonObject?> extension);
}

public sealed class MapNode(Position at) : Node(at)
{
    private readonly Dictionary<string, (Position At, Node Value)> _values = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    /// <summary>The names in the order of the text.</summary>
    public IReadOnlyList<string> Names => _names;

    public IEnumerable<(string Name, Node Value)> Entries => _names.Select(name => (name, _values[name].Value));

    public Node? this[string name] => _values.TryGetValue(name, out var entry) ? entry.Value : null;

    public Position PlaceOf(string name) => _values.TryGetValue(name, out var entry) ? entry.At : At;

    public bool TryAdd(string name, Position at, Node value)
    {
        if (!_values.TryAdd(name, (at, value)))
        {
            return false;
        }

        _names.Add(name);
        return true;
    }

    public MapNode? Map(string name) => this[name] as MapNode;

    public IReadOnlyList<Node> List(string name) => (this[name] as ListNode)?.Items ?? [];

    public string? Text(string name) => (this[name] as ValueNode)?.Text;

    public long? Whole(string name) => (this[name] as ValueNode)?.Value as long?;

    public bool IsTrue(string name) => (this[name] as ValueNode)?.Value is true;

    public override JsonNode ToJson(Func<MapNode, JsonObject?> extension)
    {
        var json = new JsonObject();
        foreach (var (name, value) in Entries)
        {
            json[name] = value.ToJson(extension);
        }

        if (extension(this) is { } own)
        {
            json["x-client"] = own;
        }

        return json;
    }
}

public sealed class ListNode(Position at) : Node(at)
{
    private readonly List<Node> _items = [];

    public IReadOnlyList<Node> Items => _items;

    public void Add(Node item) => _items.Add(item);

    public override JsonNode ToJson(Func<MapNode, JsonObject?> extension) => new JsonArray([.. _items.Select(item => item.ToJson(extension))]);
}

/// <summary>A scalar: a string, a whole number, a number, true, false or null.</summary>
public sealed class ValueNode(Position at, string text, object? value) : Node(at)
{
    public string Text => text;

    public object? Value => value;

    public override JsonNode? ToJson(Func<MapNode, JsonObject?> extension) => value switch
    {
        null => null,
        bool flag => JsonValue.Create(flag),
        long whole => JsonValue.Create(whole),
        double number => JsonValue.Create(number),
        _ => JsonValue.Create(text),
    };
}
