using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace SpecDrift;

/// <summary>Reads untrusted YAML as a tree of JSON.</summary>
internal static partial class YamlReader
{
    private const int MaximumNodes = 5_000_000;

    /// <summary>Reads without recursion. The nodes of an alias count each time it is used.</summary>
    public static JsonNode Read(string text)
    {
        var parser = new Parser(new StringReader(text));
        var open = new Stack<(JsonNode Node, string? Anchor)>();
        var anchors = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        var nodes = 0;
        string? key = null;
        JsonNode? root = null;
        while (parser.MoveNext())
        {
            switch (parser.Current)
            {
                case MappingStart mapping:
                    Open(new JsonObject(), mapping.Anchor);
                    break;
                case SequenceStart sequence:
                    Open(new JsonArray(), sequence.Anchor);
                    break;
                case MappingEnd or SequenceEnd:
                    var (closed, anchor) = open.Pop();
                    Remember(anchor, closed);
                    break;
                case Scalar scalar when open.TryPeek(out var parent) && parent.Node is JsonObject && key is null:
                    key = scalar.Value;
                    break;
                case Scalar scalar:
                    var value = ToJson(scalar);
                    Add(value);
                    Remember(scalar.Anchor.IsEmpty ? null : scalar.Anchor.Value, value);
                    break;
                case AnchorAlias alias:
                    if (!anchors.TryGetValue(alias.Value.Value, out var known))
                    {
                        throw new BadInputException($"The alias {alias.Value} stands for nothing that is complete.");
                    }

                    var (size, depth) = Measure(known);
                    Count(size);
                    CheckDepth(open.Count + depth);
                    Add(known?.DeepClone());
                    break;
            }
        }

        return root ?? throw new BadInputException("The document is empty.");

        void Open(JsonNode node, AnchorName anchor)
        {
            CheckDepth(open.Count + 1);
            Add(node);
            open.Push((node, anchor.IsEmpty ? null : anchor.Value));
        }

        void Add(JsonNode? node)
        {
            Count(1);
            if (!open.TryPeek(out var parent))
            {
                root ??= node;
            }
            else if (parent.Node is JsonArray array)
            {
                array.Add(node);
            }
            else if (key is null)
            {
                throw new BadInputException("A key must be a string.");
            }
            else if (!((JsonObject)parent.Node).TryAdd(key, node))
            {
                throw new BadInputException($"The key {key} stands twice in one place.");
            }
            else
            {
                key = null;
            }
        }

        void Remember(string? anchor, JsonNode? node)
        {
            if (anchor is not null)
            {
                anchors[anchor] = node;
            }
        }

        void Count(int more)
        {
            nodes += more;
            if (nodes > MaximumNodes)
            {
                throw new BadInputException($"More than {MaximumNodes} nodes.");
            }
        }
    }

    private static void CheckDepth(int depth)
    {
        if (depth > DocumentReader.MaximumDepth)
        {
            throw new BadInputException($"Nested deeper than {DocumentReader.MaximumDepth} levels.");
        }
    }

    private static (int Size, int Depth) Measure(JsonNode? node)
    {
        var children = node switch { JsonObject item => item.Select(field => field.Value), JsonArray items => items, _ => [] };
        var measured = children.Select(Measure).ToList();
        return (1 + measured.Sum(child => child.Size), measured.Count == 0 ? 0 : 1 + measured.Max(child => child.Depth));
    }

    private static JsonNode? ToJson(Scalar scalar)
    {
        if (scalar.Style != ScalarStyle.Plain)
        {
            return scalar.Value;
        }

        return scalar.Value switch
        {
            "" or "~" or "null" => null,
            "true" => true,
            "false" => false,
            var text when Number().IsMatch(text) => double.IsInteger(double.Parse(text, CultureInfo.InvariantCulture)) && long.TryParse(text, CultureInfo.InvariantCulture, out var whole)
                ? whole
                : double.Parse(text, CultureInfo.InvariantCulture),
            var text => text,
        };
    }

    [GeneratedRegex(@"\A-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?\z")]
    private static partial Regex Number();
}
