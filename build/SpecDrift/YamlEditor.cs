using System.Globalization;
using System.Text;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace SpecDrift;

/// <summary>Writes additive findings into our document as text, so that its order, comments and wording stay as they are.</summary>
internal sealed class YamlEditor
{
    public const string ToBeWritten = "To be written.";

    private static readonly string[] Limits = ["minimum", "minLength", "minItems", "maximum", "maxLength", "maxItems"];

    private readonly string _text;
    private readonly YamlMappingNode _root;
    private readonly Dictionary<(int Index, string Text), int> _edits = [];

    private YamlEditor(string text)
    {
        _text = text;
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        _root = (YamlMappingNode)stream.Documents[0].RootNode;
    }

    /// <summary>The document with the findings in it, and those that a person has to see to.</summary>
    public static (string Text, IReadOnlyList<Finding> Left) Apply(string text, IEnumerable<Finding> findings)
    {
        var editor = new YamlEditor(text);
        var left = findings.Where(finding => finding.Severity == Severity.Additive && !editor.TryApply(finding)).ToList();
        var result = new StringBuilder(text);
        foreach (var ((index, added), removed) in editor._edits.OrderByDescending(edit => edit.Key.Index))
        {
            result.Remove(index, removed).Insert(index, added);
        }

        return (result.ToString(), left);
    }

    private bool TryApply(Finding finding)
    {
        if (OperationOf(finding.Operation) is not { } operation)
        {
            return false;
        }

        if (finding.What == "presence")
        {
            return finding.Added is { } shape && TryAdd(operation, finding.Place, shape);
        }

        if (SchemaAt(operation, finding.Place, finding.Place.Fields) is not { } schema)
        {
            return false;
        }

        return finding.What switch
        {
            "enum value" when Child(schema, "enum") is YamlSequenceNode values => TryAppend(values, Quoted(finding.Upstream!)),
            var limit when Limits.Contains(limit) && ValueOf(schema, limit) is { } value && finding.Upstream is { } upstream => Replace(value, upstream),
            var limit when Limits.Contains(limit) && ValueOf(schema, limit) is not null => RemoveLine(schema, limit),
            _ => false,
        };
    }

    private bool TryAdd(YamlMappingNode operation, Place place, Shape shape)
    {
        if (place.Part is Place.Form or Place.Response)
        {
            return place.Fields is [.. var outer, var name]
                && SchemaAt(operation, place, outer) is { } schema
                && PropertiesOf(schema) is { Style: MappingStyle.Block, Children.Count: > 0 } properties
                && Insert(properties, Column(properties.Children[0].Key), [$"{name}:", .. Schema(shape).Select(line => "  " + line), $"  description: {ToBeWritten}"]);
        }

        return Child(operation, "parameters") is YamlSequenceNode { Style: SequenceStyle.Block, Children.Count: > 0 } parameters
            && Insert(
                parameters,
                Column(parameters),
                [$"- name: {place.Name}", $"  in: {place.Part}", $"  description: {ToBeWritten}", "  schema:", .. Schema(shape).Select(line => "    " + line)]);
    }

    private static IEnumerable<string> Schema(Shape shape)
    {
        // An object is taken as it comes, as JSON, until somebody describes its fields.
        if (shape.Type is { } type)
        {
            yield return $"type: {type}";
        }

        if (shape.Items is not null)
        {
            yield return "items:";
            foreach (var line in Schema(Shape.Of(shape.Items)))
            {
                yield return "  " + line;
            }
        }

        if (shape.Format is { } format)
        {
            yield return $"format: {format}";
        }

        if (shape.Pattern is { } pattern)
        {
            yield return $"pattern: {Quoted(pattern)}";
        }

        foreach (var (name, limit) in shape.Minima.Concat(shape.Maxima))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{name}: {limit}");
        }

        if (shape.Values is { } values)
        {
            yield return $"enum: [{string.Join(", ", values.Select(Quoted))}]";
        }

        if (shape.IsNullable)
        {
            yield return "nullable: true";
        }
    }

    private YamlMappingNode? OperationOf(string operationId) =>
        (from path in (Child(_root, "paths") as YamlMappingNode)?.Children.Values.OfType<YamlMappingNode>() ?? []
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
            target = Child(target, name);
        }

        return target!;
    }

    private bool TryAppend(YamlSequenceNode values, string value)
    {
        if (values.Style == SequenceStyle.Block)
        {
            return Insert(values, Column(values), [$"- {value}"]);
        }

        _edits[(EndOf(values.Children[^1]), $", {value}")] = 0;
        return true;
    }

    private bool Replace(YamlScalarNode value, string text)
    {
        _edits[((int)value.Start.Index, text)] = (int)(value.End.Index - value.Start.Index);
        return true;
    }

    private bool RemoveLine(YamlMappingNode schema, string name)
    {
        var key = schema.Children.Keys.OfType<YamlScalarNode>().First(key => key.Value == name);
        var start = StartOfLine((int)key.Start.Index);
        if (schema.Style != MappingStyle.Block || _text[start..(int)key.Start.Index].Trim().Length > 0)
        {
            return false;
        }

        _edits[(start, "")] = EndOfLine((int)key.Start.Index) - start;
        return true;
    }

    private bool Insert(YamlNode after, int column, IEnumerable<string> lines)
    {
        var indent = new string(' ', column);
        _edits[(EndOfLine(EndOf(after)), string.Concat(lines.Select(line => indent + line + "\n")))] = 0;
        return true;
    }

    /// <summary>Where the text of a node ends. The mark of a collection stands at its beginning, so that its last part tells.</summary>
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

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
