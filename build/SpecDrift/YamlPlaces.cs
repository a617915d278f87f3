using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace SpecDrift;

/// <summary>Our document as text with the places of its parts, so that an edit leaves order, comments and wording as they are.</summary>
internal sealed class YamlPlaces
{
    private readonly string _text;
    private readonly Dictionary<string, (YamlMappingNode Operation, YamlMappingNode Path, string PathText)> _operations;

    public YamlPlaces(string text)
    {
        _text = text;
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        Root = (YamlMappingNode)stream.Documents[0].RootNode;
        var all =
            from path in Entries(Child(Root, "paths"))
            let item = Follow(path.Value) as YamlMappingNode
            where item is not null
            from operation in item.Children
            where operation.Value is YamlMappingNode && Text(operation.Key) is "get" or "post" or "put" or "patch" or "delete"
            let node = (YamlMappingNode)operation.Value
            let name = Text(Child(node, "operationId")) ?? $"{Text(operation.Key)!.ToUpperInvariant()} {ApiOperation.Plain(Text(path.Key)!)}"
            select (name, node, item, Text(path.Key)!);
        _operations = all.DistinctBy(operation => operation.name).ToDictionary(operation => operation.name, operation => (operation.node, operation.item, operation.Item4), StringComparer.Ordinal);
    }

    public YamlMappingNode Root { get; }

    public IEnumerable<(string Name, YamlMappingNode Operation, YamlMappingNode Path, string PathText)> Operations =>
        _operations.Select(operation => (operation.Key, operation.Value.Operation, operation.Value.Path, operation.Value.PathText));

    public YamlMappingNode? OperationOf(string name) => _operations.TryGetValue(name, out var found) ? found.Operation : null;

    /// <summary>The same operation in the other scope: the paths differ by the chat service alone.</summary>
    public string? TwinOf(string name)
    {
        if (!_operations.TryGetValue(name, out var own))
        {
            return null;
        }

        var method = own.Path.Children.First(item => ReferenceEquals(item.Value, own.Operation)).Key;
        var path = Scope.Without(own.PathText);
        return Operations.FirstOrDefault(other => other.Name != name && Scope.Without(other.PathText) == path && other.Path.Children.TryGetValue(method, out var node) && ReferenceEquals(node, other.Operation)).Name;
    }

    /// <summary>A section of the components, such as <c>schemas</c>.</summary>
    public YamlMappingNode? Components(string section) => Child(Child(Root, "components"), section) as YamlMappingNode;

    /// <summary>The name of the component that a node is part of.</summary>
    public string? ComponentOf(YamlNode node) =>
        Entries(Components("schemas")).Where(schema => schema.Key.Start.Index <= node.Start.Index).Select(schema => (Name: Text(schema.Key), End: EndOf(schema.Value))).LastOrDefault(schema => schema.End > node.Start.Index).Name;

    /// <summary>The schema at a place, with references followed; or, of the last of them, the node with what stands beside its reference.</summary>
    public YamlMappingNode? SchemaAt(YamlMappingNode operation, Place place, IReadOnlyList<string> fields, bool isReferenceFollowed = true)
    {
        if (!isReferenceFollowed)
        {
            var parent = fields.Count == 0 ? null : Anywhere(SchemaAt(operation, place, [.. fields.Take(fields.Count - 1)]), fields[^1] switch { "[]" => "items", "{}" => "additionalProperties", _ => "properties" }, isFollowed: fields[^1] is not ("[]" or "{}"));
            return (fields.Count == 0 ? null : fields[^1] is "[]" or "{}" ? parent : (parent as YamlMappingNode)?.Children.TryGetValue(new YamlScalarNode(fields[^1]), out var field) == true ? field : null) as YamlMappingNode;
        }

        var start = place.Part switch
        {
            Place.Form => First(Child(Child(operation, "requestBody"), "content")),
            Place.Response => First(Child(Child(Child(operation, "responses"), place.Name), "content")),
            _ => (Child(operation, "parameters") as YamlSequenceNode)?.Children.Select(Follow).FirstOrDefault(parameter => Text(Child(parameter, "name")) == place.Name),
        };
        return fields.Aggregate(Child(start, "schema"), (schema, field) => field switch
        {
            "[]" => Anywhere(schema, "items"),
            "{}" => Anywhere(schema, "additionalProperties"),
            _ => Child(Anywhere(schema, "properties"), field),
        }) as YamlMappingNode;
    }

    /// <summary>A keyword of a schema, or of one that it is put together of.</summary>
    public YamlNode? Anywhere(YamlNode? schema, string name, bool isFollowed = true) =>
        (isFollowed ? Child(schema, name) : (schema as YamlMappingNode)?.Children.TryGetValue(new YamlScalarNode(name), out var own) == true ? own : null) ?? (Child(schema, "allOf") as YamlSequenceNode)?.Children.Select(part => Anywhere(Follow(part), name, isFollowed)).FirstOrDefault(found => found is not null);

    public static YamlNode? First(YamlNode? mapping) => (mapping as YamlMappingNode)?.Children.Values.FirstOrDefault();

    public YamlNode? Child(YamlNode? node, string name) =>
        node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(name), out var child) ? Follow(child) : null;

    public static IEnumerable<KeyValuePair<YamlNode, YamlNode>> Entries(YamlNode? node) => (node as YamlMappingNode)?.Children.AsEnumerable() ?? [];

    public static IEnumerable<YamlNode> Items(YamlNode? node) => (node as YamlSequenceNode)?.Children.AsEnumerable() ?? [];

    public static string? Text(YamlNode? node) => (node as YamlScalarNode)?.Value;

    public YamlNode Follow(YamlNode node)
    {
        if (node is not YamlMappingNode mapping || !mapping.Children.TryGetValue(new YamlScalarNode("$ref"), out var reference))
        {
            return node;
        }

        var target = (YamlNode?)Root;
        foreach (var name in Text(reference)![2..].Split('/'))
        {
            target = Child(target, Uri.UnescapeDataString(name).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
        }

        return target!;
    }

    public Edit Append(YamlSequenceNode values, string value) => values.Style == SequenceStyle.Block
        ? Insert(values, Column(values), [$"- {value}"])
        : new Edit(values.Children.Count > 0 ? EndOf(values.Children[^1]) : (int)values.Start.Index + 1, 0, values.Children.Count > 0 ? $", {value}" : value);

    public static Edit Replace(YamlScalarNode value, string text) => new((int)value.Start.Index, (int)(value.End.Index - value.Start.Index), text);

    /// <summary>Takes away a keyword with a value of one line; null if it does not have a line of its own.</summary>
    public Edit? RemoveLine(YamlMappingNode schema, string name)
    {
        var key = schema.Children.Keys.OfType<YamlScalarNode>().First(key => key.Value == name);
        var start = StartOfLine((int)key.Start.Index);
        return schema.Style == MappingStyle.Block && _text[start..(int)key.Start.Index].Trim().Length == 0 && schema.Children[key] is YamlScalarNode value && value.Start.Line == value.End.Line
            ? new Edit(start, EndOfLine((int)key.Start.Index) - start, "")
            : null;
    }

    /// <summary>Takes an item out of a list; null for the only one.</summary>
    public Edit? Remove(YamlSequenceNode values, string value)
    {
        var index = values.Children.ToList().FindIndex(item => Text(item) == value);
        if (index < 0 || values.Children.Count < 2)
        {
            return null;
        }

        var (start, end) = ((int)values.Children[index].Start.Index, EndOf(values.Children[index]));
        return values.Style == SequenceStyle.Block ? new Edit(StartOfLine(start), EndOfLine(end) - StartOfLine(start), "")
            : index > 0 ? new Edit(EndOf(values.Children[index - 1]), end - EndOf(values.Children[index - 1]), "")
            : new Edit(start, (int)values.Children[1].Start.Index - start, "");
    }

    /// <summary>Lines after the last part of a mapping or list in block style; null for another style.</summary>
    public Edit? InsertAtEnd(YamlNode? parent, IEnumerable<string> lines) => parent switch
    {
        YamlMappingNode { Style: MappingStyle.Block, Children.Count: > 0 } mapping => Insert(mapping, Column(mapping.Children[0].Key), lines),
        YamlSequenceNode { Style: SequenceStyle.Block, Children.Count: > 0 } sequence => Insert(sequence, Column(sequence), lines),
        _ => null,
    };

    public Edit Insert(YamlNode after, int column, IEnumerable<string> lines)
    {
        var indent = new string(' ', column);
        var end = EndOfLine(EndOf(after));
        var start = end > 0 && _text[end - 1] != '\n' ? "\n" : "";
        return new Edit(end, 0, start + string.Concat(lines.Select(line => line.Length == 0 ? "\n" : indent + line + "\n")));
    }

    /// <summary>The lines of a mapping in block style, without their indentation; null for another style.</summary>
    public IEnumerable<string>? LinesOf(YamlMappingNode mapping)
    {
        if (mapping.Style != MappingStyle.Block || mapping.Children.Count == 0)
        {
            return null;
        }

        var column = Column(mapping.Children[0].Key);
        return _text[StartOfLine((int)mapping.Children[0].Key.Start.Index)..EndOfLine(EndOf(mapping))].TrimEnd('\n').Split('\n').Select(line => line.Length >= column ? line[column..] : "");
    }

    public string Source(YamlNode node) => _text[(int)node.Start.Index..EndOf(node)];

    /// <summary>The end of a node's text. The parser marks only a collection's start, so its last part determines the end.</summary>
    public int EndOf(YamlNode node) => node switch
    {
        YamlMappingNode { Children.Count: > 0 } mapping => Closed(EndOf(mapping.Children[^1].Value), mapping.Style == MappingStyle.Flow, '}'),
        YamlSequenceNode { Children.Count: > 0 } sequence => Closed(EndOf(sequence.Children[^1]), sequence.Style == SequenceStyle.Flow, ']'),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Folded or YamlDotNet.Core.ScalarStyle.Literal } => (int)node.End.Index - 1,
        YamlScalarNode => (int)node.End.Index,
        _ => _text.IndexOfAny(['}', ']'], (int)node.Start.Index) + 1,
    };

    public static int Column(YamlNode node) => (int)node.Start.Column - 1;

    private int Closed(int end, bool isFlow, char bracket) => isFlow ? _text.IndexOf(bracket, end) + 1 : end;

    private int StartOfLine(int index) => _text.LastIndexOf('\n', Math.Max(index - 1, 0)) + 1;

    private int EndOfLine(int index) => _text.IndexOf('\n', Math.Max(index, 0)) is var end and >= 0 ? end + 1 : _text.Length;
}
