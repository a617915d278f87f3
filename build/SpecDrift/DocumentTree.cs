using System.Text.Json;
using System.Text.Json.Nodes;

namespace SpecDrift;

/// <summary>Prepares a document for the OpenAPI reader: rejects references that lead nowhere, and rewrites what that reader would lose.</summary>
internal static class DocumentTree
{
    public static void Prepare(JsonObject root)
    {
        Check(root, root);
        var paths = (JsonObject)root["paths"]!;
        foreach (var (name, path) in paths.ToList())
        {
            if (path is JsonObject item && item.ContainsKey("$ref") && !IsExtension(name))
            {
                paths[name] = WrittenOut(item, root);
            }
        }

        // Later versions have null as a type instead.
        if (root["openapi"]!.ToString().StartsWith("3.0", StringComparison.Ordinal))
        {
            KeepNullable(root);
        }
    }

    /// <summary>Rejects references that lead to themselves or nowhere.</summary>
    private static void Check(JsonNode node, JsonObject root)
    {
        if (node is JsonObject item)
        {
            Follow(item, root);
        }

        foreach (var child in Children(node))
        {
            Check(child, root);
        }
    }

    /// <summary>The path item that a path item refers to, with what stands beside the reference.</summary>
    private static JsonObject WrittenOut(JsonObject item, JsonObject root)
    {
        var whole = Follow(item, root).DeepClone() as JsonObject ?? throw new BadInputException($"{item["$ref"]} is no path item.");
        foreach (var (name, value) in item.Where(field => field.Key != "$ref"))
        {
            whole[name] = value?.DeepClone();
        }

        return whole;
    }

    /// <summary>
    /// The reader drops <c>nullable</c> where there is no type, and beside a reference, as version 3.0 has it; upstream writes it in both
    /// places and means it.
    /// </summary>
    private static void KeepNullable(JsonNode node)
    {
        foreach (var child in Children(node).ToList())
        {
            KeepNullable(child);
        }

        if (node is not JsonObject item || item["nullable"] is not JsonValue nullable || nullable.GetValueKind() != JsonValueKind.True)
        {
            return;
        }

        if (item["$ref"] is JsonValue reference)
        {
            item.Remove("$ref");
            item["allOf"] = new JsonArray(new JsonObject { ["$ref"] = reference });
        }

        item.TryAdd("type", "null");
    }

    /// <summary>The final target of a node: the node itself if it is not a reference. References to other files are not followed.</summary>
    private static JsonNode Follow(JsonObject from, JsonObject root)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        JsonNode at = from;
        while (ReferenceOf(at) is { } reference && reference.StartsWith("#/", StringComparison.Ordinal))
        {
            if (!seen.Add(reference))
            {
                throw new BadInputException($"{reference} refers to itself.");
            }

            at = Target(reference, root) ?? throw new BadInputException($"{reference} refers to something that is not there.");
        }

        return at;
    }

    private static string? ReferenceOf(JsonNode node) =>
        node is JsonObject item && item["$ref"] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static JsonNode? Target(string reference, JsonObject root) => reference[2..].Split('/').Aggregate(
        (JsonNode?)root,
        (at, name) => (at as JsonObject)?[Uri.UnescapeDataString(name).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)]);

    /// <summary>All but extensions, which can hold anything, and examples, which are data.</summary>
    private static IEnumerable<JsonNode> Children(JsonNode node) => node switch
    {
        JsonObject item => item.Where(field => !IsExtension(field.Key) && field.Key is not ("example" or "examples")).Select(field => field.Value).OfType<JsonNode>(),
        JsonArray items => items.OfType<JsonNode>(),
        _ => [],
    };

    private static bool IsExtension(string name) => name.StartsWith("x-", StringComparison.Ordinal);
}
