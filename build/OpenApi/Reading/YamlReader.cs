using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OpenApi;

/// <summary>Reads YAML as a tree that keeps the place of each part. The text need not be trusted: its size and depth are limited.</summary>
public static partial class YamlReader
{
    public const int MaximumDepth = 60;

    private const int MaximumNodes = 5_000_000;

    /// <exception cref="DocumentException">It is not valid YAML, repeats a key or exceeds a limit.</exception>
    public static Node Read(string text)
    {
        try
        {
            return new Reading().Read(new Parser(new StringReader(text)));
        }
        catch (YamlException e)
        {
            // The parser notices a tab only where the structure that it spoils ends.
            throw TabIn(text) is { } tab
                ? new DocumentException(tab, "A tab must not be part of the indentation.")
                : new DocumentException(PlaceOf(e.Start), e.Message.ReplaceLineEndings(" ").TrimEnd('.') + ".");
        }
    }

    private static Position PlaceOf(Mark mark) => new((int)mark.Line, (int)mark.Column);

    private static Position? TabIn(string text)
    {
        var line = 0;
        foreach (var part in text.EnumerateLines())
        {
            line++;
            var indentation = part[..^part.TrimStart(" \t").Length];
            if (indentation.IndexOf('\t') is var tab and >= 0)
            {
                return new(line, tab + 1);
            }
        }

        return null;
    }

    private static object? ValueOf(Scalar scalar) => scalar.Style != ScalarStyle.Plain
        ? scalar.Value
        : scalar.Value switch
        {
            "" or "~" or "null" => null,
            "true" => true,
            "false" => false,
            var text when Number().IsMatch(text) => NumberOf(text),
            var text => text,
        };

    private static object NumberOf(string text)
    {
        var number = double.Parse(text, CultureInfo.InvariantCulture);
        return double.IsInteger(number) && long.TryParse(text, CultureInfo.InvariantCulture, out var whole) ? (object)whole : number;
    }

    [GeneratedRegex(@"\A-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?\z")]
    private static partial Regex Number();

    /// <summary>Reads without recursion. The nodes of an alias count each time it is used.</summary>
    private sealed class Reading
    {
        private readonly Stack<(Node Node, string? Anchor)> _open = new();
        private readonly Dictionary<string, Node> _anchors = new(StringComparer.Ordinal);
        private int _nodes;
        private (string Name, Position At)? _key;
        private Node? _root;

        public Node Read(Parser parser)
        {
            while (parser.MoveNext())
            {
                Take(parser.Current!, PlaceOf(parser.Current!.Start));
            }

            return _root ?? throw new DocumentException(Position.Start, "The document is empty.");
        }

        private void Take(ParsingEvent part, Position at)
        {
            switch (part)
            {
                case MappingStart mapping:
                    Open(new MapNode(at), mapping.Anchor);
                    break;
                case SequenceStart sequence:
                    Open(new ListNode(at), sequence.Anchor);
                    break;
                case MappingEnd or SequenceEnd:
                    var (closed, anchor) = _open.Pop();
                    Remember(anchor, closed);
                    break;
                case Scalar scalar when _open.TryPeek(out var parent) && parent.Node is MapNode && _key is null:
                    _key = (scalar.Value, at);
                    break;
                case Scalar scalar:
                    var value = new ValueNode(at, scalar.Value, ValueOf(scalar));
                    Add(value);
                    Remember(scalar.Anchor.IsEmpty ? null : scalar.Anchor.Value, value);
                    break;
                case AnchorAlias alias:
                    var known = _anchors.GetValueOrDefault(alias.Value.Value)
                        ?? throw new DocumentException(at, $"The alias {alias.Value} refers to nothing that is complete.");
                    var (size, depth) = Measure(known);
                    Count(size, at);
                    CheckDepth(_open.Count + depth, at);
                    Add(known);
                    break;
            }
        }

        private void Open(Node node, AnchorName anchor)
        {
            CheckDepth(_open.Count + 1, node.At);
            Add(node);
            _open.Push((node, anchor.IsEmpty ? null : anchor.Value));
        }

        private void Add(Node node)
        {
            Count(1, node.At);
            switch (_open.TryPeek(out var parent) ? parent.Node : null)
            {
                case null:
                    _root ??= node;
                    break;
                case ListNode list:
                    list.Add(node);
                    break;
                case MapNode map:
                    var (name, at) = _key ?? throw new DocumentException(node.At, "A key must be a string.");
                    if (!map.TryAdd(name, at, node))
                    {
                        throw new DocumentException(at, $"The key {name} is repeated in the same place.");
                    }

                    _key = null;
                    break;
            }
        }

        private void Remember(string? anchor, Node node)
        {
            if (anchor is not null)
            {
                _anchors[anchor] = node;
            }
        }

        private void Count(int more, Position at)
        {
            _nodes += more;
            if (_nodes > MaximumNodes)
            {
                throw new DocumentException(at, $"More than {MaximumNodes} nodes.");
            }
        }

        private static void CheckDepth(int depth, Position at)
        {
            if (depth > MaximumDepth)
            {
                throw new DocumentException(at, $"Nested deeper than {MaximumDepth} levels.");
            }
        }

        private static (int Size, int Depth) Measure(Node node)
        {
            var children = node switch { MapNode map => map.Entries.Select(entry => entry.Value), ListNode list => list.Items, _ => [] };
            var measured = children.Select(Measure).ToList();
            return (1 + measured.Sum(child => child.Size), measured.Count == 0 ? 0 : 1 + measured.Max(child => child.Depth));
        }
    }
}
