using System.Text.Json.Nodes;
using SpecDrift;

namespace SpecReplay;

/// <summary>An edition as JSON that can be changed.</summary>
internal sealed class Edition(string text)
{
    public JsonObject Root { get; } = (JsonObject)JsonNode.Parse(text)!;

    public JsonObject Paths => (JsonObject)Root["paths"]!;

    public IEnumerable<(string Path, string Method, JsonObject Operation)> Operations =>
        from path in Paths
        from operation in (JsonObject)path.Value!
        where operation.Key is "get" or "post" or "delete" or "put" or "patch"
        select (path.Key, operation.Key, (JsonObject)operation.Value!);

    public JsonObject? Operation(string key) => Operations.FirstOrDefault(operation => $"{operation.Method.ToUpperInvariant()} {ApiOperation.Plain(operation.Path)}" == key).Operation;

    public JsonObject? Form(JsonObject operation) => Follow(operation["requestBody"]?["content"]?["application/x-www-form-urlencoded"]?["schema"]);

    public JsonObject? Response(JsonObject operation) =>
        Follow(((JsonObject)operation["responses"]!).FirstOrDefault(response => response.Key.StartsWith('2')).Value?["content"]?["application/json"]?["schema"]);

    /// <summary>The schema at a place of a finding.</summary>
    public JsonObject? At(JsonObject operation, Place place, IEnumerable<string> fields)
    {
        var start = place.Part switch
        {
            Place.Form => operation["requestBody"]?["content"]?["application/x-www-form-urlencoded"]?["schema"],
            Place.Response => operation["responses"]?[place.Name]?["content"]?["application/json"]?["schema"],
            _ => (operation["parameters"] as JsonArray)?.FirstOrDefault(parameter => (string?)parameter!["name"] == place.Name)?["schema"],
        };
        return fields.Aggregate(Follow(start), (schema, field) => Follow(field switch { "[]" => schema?["items"], "{}" => schema?["additionalProperties"], _ => schema?["properties"]?[field] }));
    }

    public JsonObject? Follow(JsonNode? node)
    {
        while (node is JsonObject item && item["$ref"] is { } reference)
        {
            node = reference.ToString()[2..].Split('/').Aggregate((JsonNode?)Root, (at, name) => at?[name]);
        }

        return node as JsonObject;
    }

    /// <summary>A part with its references written out, for another document.</summary>
    public JsonNode? WrittenOut(JsonNode? node, int depth = 0) => node switch
    {
        JsonObject item when item["$ref"] is not null && depth < 12 => WrittenOut(Follow(item), depth + 1),
        JsonObject item => new JsonObject(item.Where(field => field.Key is not "examples").Select(field => KeyValuePair.Create(field.Key, WrittenOut(field.Value, depth + 1)))),
        JsonArray items => new JsonArray([.. items.Select(value => WrittenOut(value, depth + 1))]),
        _ => node?.DeepClone(),
    };

    public static JsonObject Schema(Shape shape)
    {
        var schema = new JsonObject();
        Set("type", shape.Type);
        Set("format", shape.Format);
        Set("pattern", shape.Pattern);
        foreach (var (name, limit) in shape.Minima.Concat(shape.Maxima))
        {
            schema[name] = limit;
        }

        if (shape.IsNullable)
        {
            schema["nullable"] = true;
        }

        if (shape.Values is { } values)
        {
            schema["enum"] = new JsonArray([.. values.Select(value => (JsonNode)value)]);
        }

        if (shape.Items is { } items)
        {
            schema["items"] = Schema(Shape.Of(items));
        }

        if (shape.Map is { } map && shape.Format != "uri-map")
        {
            schema["additionalProperties"] = Schema(Shape.Of(map));
        }

        if (shape.Fields.Count > 0)
        {
            schema["properties"] = new JsonObject(shape.Fields.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)Schema(Shape.Of(field.Value)))));
        }

        if (shape.Privacy is { } privacy)
        {
            schema["x-twilio"] = new JsonObject { ["pii"] = new JsonObject { ["handling"] = privacy == "sensitive" ? "sensitive" : "standard" } };
        }

        return schema;

        void Set(string name, string? value)
        {
            if (value is not null)
            {
                schema[name] = value;
            }
        }
    }
}
