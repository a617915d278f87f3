using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpenApi;

/// <summary>
/// Writes the document as JSON, with what the templates print as <c>x-client</c> on its operations and schemas. An object with the name type or
/// properties in it would be taken for a schema by NSwag; size is a number of items to the templates.
/// </summary>
public static class DocumentWriter
{
    private static readonly JsonWriterOptions Format = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(Document document)
    {
        var extensions = new Dictionary<MapNode, JsonObject>();
        foreach (var resource in document.Resources)
        {
            foreach (var operation in resource.Operations)
            {
                extensions.Add(operation.Node, OperationText.Of(resource, operation));
            }

            extensions[resource.Operations[0].Node]["resource"] = ResourceText.Of(resource, document);
        }

        // The library reads the envelope of a page itself, so that no type is generated for it.
        foreach (var schema in document.Schemas.Where(schema => !document.IsEnvelope(schema)))
        {
            extensions.Add(schema.Node, SchemaText.Of(schema));
        }

        return Bytes(document.Root.ToJson(extensions.GetValueOrDefault));
    }

    /// <summary>Writes the document as it is.</summary>
    public static byte[] WritePlain(Document document) => Bytes(document.Root.ToJson()!);

    private static byte[] Bytes(JsonNode root)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Format))
        {
            root.WriteTo(writer);
        }

        return stream.ToArray();
    }
}
