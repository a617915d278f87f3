using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace SpecDrift;

/// <summary>The input is not what it should be; the message says in one line what is wrong.</summary>
internal sealed class BadInputException(string message) : Exception(message);

/// <summary>Reads an OpenAPI document of version 3, JSON or YAML, from a file or an address. It may be anybody's: size, depth and references are held within limits.</summary>
internal static partial class DocumentReader
{
    private const int MaximumBytes = 64 * 1024 * 1024;
    private const int MaximumDepth = 60;
    private const int MaximumNodes = 5_000_000;

    public static async Task<OpenApiDocument> ReadAsync(string source, CancellationToken cancellationToken)
    {
        var text = await ReadTextAsync(source, cancellationToken);
        try
        {
            var tree = text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n').StartsWith('{')
                ? JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = MaximumDepth, AllowDuplicateProperties = false })!
                : ReadYaml(text);
            return ToDocument(tree, source);
        }
        catch (Exception e) when (e is JsonException or YamlException)
        {
            throw new BadInputException($"{source}: not valid JSON or YAML: {e.Message}");
        }
    }

    private static async Task<string> ReadTextAsync(string source, CancellationToken cancellationToken)
    {
        try
        {
            if (Uri.TryCreate(source, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp))
            {
                using var client = new HttpClient { MaxResponseContentBufferSize = MaximumBytes, Timeout = TimeSpan.FromMinutes(1) };
                return await client.GetStringAsync(address, cancellationToken);
            }

            return new FileInfo(source).Length <= MaximumBytes
                ? await File.ReadAllTextAsync(source, cancellationToken)
                : throw new BadInputException($"{source}: larger than {MaximumBytes} bytes.");
        }
        catch (Exception e) when (e is IOException or HttpRequestException or UnauthorizedAccessException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new BadInputException($"{source}: cannot be read: {e.Message}");
        }
    }

    private static OpenApiDocument ToDocument(JsonNode tree, string source)
    {
        if (tree is not JsonObject root || root["openapi"]?.ToString() is not { } version || !version.StartsWith("3.", StringComparison.Ordinal) || root["paths"] is not JsonObject)
        {
            throw new BadInputException($"{source}: not an OpenAPI document of version 3 with paths.");
        }

        CheckReferences(root, root);
        var (document, _) = OpenApiDocument.Parse(root.ToJsonString(), OpenApiConstants.Json);
        return document ?? throw new BadInputException($"{source}: cannot be read as an OpenAPI document.");
    }

    /// <summary>Refuses a reference that leads to itself, which nobody could follow to its end, and one that leads nowhere.</summary>
    private static void CheckReferences(JsonNode node, JsonObject root)
    {
        switch (node)
        {
            case JsonObject item:
                CheckReference(item, root);
                foreach (var child in item.Select(field => field.Value).OfType<JsonNode>())
                {
                    CheckReferences(child, root);
                }

                break;
            case JsonArray items:
                foreach (var child in items.OfType<JsonNode>())
                {
                    CheckReferences(child, root);
                }

                break;
        }
    }

    private static void CheckReference(JsonObject from, JsonObject root)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (JsonNode? at = from; at is JsonObject item && item["$ref"] is JsonValue value && value.GetValueKind() == JsonValueKind.String;)
        {
            var reference = value.GetValue<string>();
            if (!seen.Add(reference))
            {
                throw new BadInputException($"{reference} refers to itself.");
            }

            if (!reference.StartsWith("#/", StringComparison.Ordinal))
            {
                // Of another file, which nobody asked for.
                return;
            }

            at = root;
            foreach (var name in reference[2..].Split('/'))
            {
                at = (at as JsonObject)?[Uri.UnescapeDataString(name).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)];
            }

            if (at is null)
            {
                throw new BadInputException($"{reference} refers to something that is not there.");
            }
        }
    }

    /// <summary>Makes a tree of YAML without recursion, and with each alias counted as often as it stands there.</summary>
    private static JsonNode ReadYaml(string text)
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
                throw new BadInputException("A key must be a text.");
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
        if (depth > MaximumDepth)
        {
            throw new BadInputException($"Nested deeper than {MaximumDepth} levels.");
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
