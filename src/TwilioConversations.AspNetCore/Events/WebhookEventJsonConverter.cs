using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Primitives;

namespace TwilioConversations.AspNetCore;

/// <summary>Lets System.Text.Json read and write an event: an object with the fields as received, where a repeated field is an array.</summary>
/// <remarks>The events name this converter in an attribute: there is no need to register it.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WebhookEventJsonConverter : JsonConverter<WebhookEvent>
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => typeof(WebhookEvent).IsAssignableFrom(typeToConvert);

    /// <inheritdoc/>
    public override WebhookEvent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var json = JsonDocument.ParseValue(ref reader);
        if (json.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException($"{typeToConvert.Name} is not an object.");
        }

        var fields = new Dictionary<string, StringValues>(StringComparer.Ordinal);
        foreach (var field in json.RootElement.EnumerateObject())
        {
            fields[field.Name] = field.Value.ValueKind == JsonValueKind.Array
                ? new StringValues(field.Value.EnumerateArray().Select(value => TextOf(value, field.Name)).ToArray())
                : TextOf(field.Value, field.Name);
        }

        var read = WebhookEvent.Of(fields);
        return typeToConvert.IsInstanceOfType(read) ? read : throw new JsonException($"The event is {read.GetType().Name}, not {typeToConvert.Name}.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, WebhookEvent value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, values) in value.Fields)
        {
            writer.WritePropertyName(name);
            if (values.Count == 1)
            {
                writer.WriteStringValue(values[0]);
                continue;
            }

            writer.WriteStartArray();
            foreach (var one in values)
            {
                writer.WriteStringValue(one);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static string? TextOf(JsonElement value, string field) =>
        value.ValueKind is JsonValueKind.String or JsonValueKind.Null ? value.GetString() : throw new JsonException($"{field} is not text.");
}
