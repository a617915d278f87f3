using System.Text.Json;
using Microsoft.Extensions.Primitives;

namespace TwilioConversations.AspNetCore;

/// <summary>Reads an event from a JSON body.</summary>
internal static class JsonBody
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>
    /// Returns the fields as a form would have them: text without quotes, any other value as written; null if the body is not a JSON object.
    /// </summary>
    public static Dictionary<string, StringValues>? Fields(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body.AsMemory(body.AsSpan().StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0));
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var fields = new Dictionary<string, StringValues>(StringComparer.Ordinal);
            Add(fields, "", json.RootElement);
            return fields;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter for text that is not Unicode.
            return null;
        }
    }

    // A field of an inner object gets a name with a dot, as in forms.
    private static void Add(Dictionary<string, StringValues> fields, string prefix, JsonElement json)
    {
        foreach (var property in json.EnumerateObject())
        {
            var name = prefix + property.Name;
            switch (property.Value.ValueKind)
            {
                case JsonValueKind.Object:
                    Add(fields, name + ".", property.Value);
                    break;
                case JsonValueKind.Null:
                    break;
                default:
                    var value = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString() : property.Value.GetRawText();
                    fields[name] = fields.TryGetValue(name, out var earlier) ? StringValues.Concat(earlier, value) : value;
                    break;
            }
        }
    }
}
