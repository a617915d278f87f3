using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace SpecDrift;

/// <summary>Finds how additive findings are written into our document as text, so that its order, comments and wording stay as they are.</summary>
internal sealed class YamlEditor
{
    // The limit of one addition, since a schema within itself has no end.
    private const int MaximumLines = 500;

    private static readonly string[] Limits = ["minimum", "minLength", "minItems", "maximum", "maxLength", "maxItems"];

    private readonly string _text;
    private readonly YamlMappingNode _root;

    private YamlEditor(string text)
    {
        _text = text;
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        _root = (YamlMappingNode)stream.Documents[0].RootNode;
    }

    /// <summary>The edit that each finding asks for, or null where a person has to make it.</summary>
    public static IReadOnlyList<(Finding Finding, Edit? Edit)> EditsFor(string text, IEnumerable<Finding> findings)
    {
        var editor = new YamlEditor(text);
        return [.. findings.Select(finding => (finding, editor.EditFor(finding)))];
    }

    private Edit? EditFor(Finding finding)
    {
        if (OperationOf(finding.Operation) is not { } operation)
        {
            return null;
        }

        if (finding.What == "presence")
        {
            return finding.Added is { } shape ? Addition(operation, finding.Place, shape) : null;
        }

        if (SchemaAt(operation, finding.Place, finding.Place.Fields) is not { } schema)
        {
            return null;
        }

        return finding.What switch
        {
            "enum value" when Child(schema, "enum") is YamlSequenceNode values => Append(values, YamlText.Quoted(finding.Upstream!)),
            var limit when Limits.Contains(limit) && ValueOf(schema, limit) is { } value && finding.Upstream is { } upstream => Replace(value, upstream),
            var limit when Limits.Contains(limit) && ValueOf(schema, limit) is not null => RemoveLine(schema, limit),
            _ => null,
        };
    }

    private Edit? Addition(YamlMappingNode operation, Place place, Shape shape)
    {
        if (place.Part is Place.Form or Place.Response)
        {
            return place.Fields is [.. var outer, var name]
                && SchemaAt(operation, place, outer) is { } schema
                && PropertiesOf(schema) is { Style: MappingStyle.Block, Children.Count: > 0 } properties
                ? Insert(properties, Column(properties.Children[0].Key), YamlText.Field(name, shape))
                : null;
        }

        return Child(operation, "parameters") is YamlSequenceNode { Style: SequenceStyle.Block, Children.Count: > 0 } parameters
            ? Insert(parameters, Column(parameters), YamlText.Parameter(place, shape))
            : null;
    }

    private YamlMappingNode? OperationOf(string operationId) =>
        (from path in (Child(_root, "paths") as YamlMappingNode)?.Children.Values.Select(Follow).OfType<YamlMappingNode>() ?? []
         from operation in path.Children.Values.OfType<YamlMappingNode>()
         where (Child(operation, "operationId") as YamlScalarNode)?.Value == operationId
         select operation).FirstOrDefault();

    private YamlMappingNode? SchemaAt(YamlMappingNode operation, Place place, IEnumerable<string> fields)
    {
        var start = place.Part switch
        {
            Place.Form => First(Child(Child(operation, "requestBody"), "content")),
            Place.Response => First(Child(Child(Child(operation, "responses"), place.Name), "content")),
            _ => (Child(operation, "parameters") as YamlSequenceNode)?.Children.Select(Follow).FirstOrDefault(parameter => (Child(parameter, "name") as YamlScalarNode)?.Value == place.Name),
        };
        return fields.Aggregate(Child(start, "schema"), (schema, field) => field == "[]" ? Child(schema, "items") : Child(PropertiesOf(schema), field)) as YamlMappingNode;
    }

    private YamlMappingNode? PropertiesOf(YamlNode? schema) =>
        Child(schema, "properties") as YamlMappingNode ?? (Child(schema, "allOf") as YamlSequenceNode)?.Children.Select(part => PropertiesOf(Follow(part))).FirstOrDefault(properties => properties is not null);

    private YamlScalarNode? ValueOf(YamlMappingNode schema, string name) => Child(schema, name) as YamlScalarNode;

    private static YamlNode? First(YamlNode? mapping) => (mapping as YamlMappingNode)?.Children.Values.FirstOrDefault();

    private YamlNode? Child(YamlNode? node, string name) =>
        node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(name), out var child) ? Follow(child) : null;

    private YamlNode Follow(YamlNode node)
    {
        if (node is not YamlMappingNode mapping || !mapping.Children.TryGetValue(new YamlScalarNode("$ref"), out var reference))
        {
            return node;
        }

        var target = (YamlNode?)_root;
        foreach (var name in ((YamlScalarNode)reference).Value![2..].Split('/'))
        {
            target = Child(target, Uri.UnescapeDataString(name).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
        }

        return target!;
    }

    private Edit? Append(YamlSequenceNode values, string value) => values.Style == SequenceStyle.Block
        ? Insert(values, Column(values), [$"- {value}"])
        : new Edit(EndOf(values.Children[^1]), 0, $", {value}");

    private static Edit Replace(YamlScalarNode value, string text) => new((int)value.Start.Index, (int)(value.End.Index - value.Start.Index), text);

    private Edit? RemoveLine(YamlMappingNode schema, string name)
    {
        var key = schema.Children.Keys.OfType<YamlScalarNode>().First(key => key.Value == name);
        var start = StartOfLine((int)key.Start.Index);
        return schema.Style == MappingStyle.Block && _text[start..(int)key.Start.Index].Trim().Length == 0
            ? new Edit(start, EndOfLine((int)key.Start.Index) - start, "")
            : null;
    }

    private Edit? Insert(YamlNode after, int column, IEnumerable<string> lines)
    {
        var indent = new string(' ', column);
        var some = lines.Take(MaximumLines + 1).ToList();
        return some.Count > MaximumLines ? null : new Edit(EndOfLine(EndOf(after)), 0, string.Concat(some.Select(line => indent + line + "\n")));
    }

    /// <summary>Where the text of a node ends. The parser marks a collection's start only, so its last part says.</summary>
    private int EndOf(YamlNode node) => node switch
    {
        YamlMappingNode { Children.Count: > 0 } mapping => Closed(EndOf(mapping.Children[^1].Value), mapping.Style == MappingStyle.Flow, '}'),
        YamlSequenceNode { Children.Count: > 0 } sequence => Closed(EndOf(sequence.Children[^1]), sequence.Style == SequenceStyle.Flow, ']'),
        YamlScalarNode => (int)node.End.Index,
        _ => _text.IndexOfAny(['}', ']'], (int)node.Start.Index) + 1,
    };

    private int Closed(int end, bool isFlow, char bracket) => isFlow ? _text.IndexOf(bracket, end) + 1 : end;

    private int StartOfLine(int index) => _text.LastIndexOf('\n', Math.Max(index - 1, 0)) + 1;

    private int EndOfLine(int index) => _text.IndexOf('\n', Math.Max(index - 1, 0)) is var end and >= 0 ? end + 1 : _text.Length;

    private static int Column(YamlNode node) => (int)node.Start.Column - 1;
}
