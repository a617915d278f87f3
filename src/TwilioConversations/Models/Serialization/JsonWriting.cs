using System.Collections;
using System.Globalization;
using Newtonsoft.Json;

namespace TwilioConversations;

/// <summary>Writes the fields of generated types, the counterpart of <see cref="JsonFields"/>.</summary>
internal static class JsonWriting
{
    /// <summary>Writes a field of any type: a missing value as null, or not at all where the field is optional.</summary>
    public static void WriteField(this JsonWriter json, string name, object? value, bool isOptional = false)
    {
        if (value is not null || !isOptional)
        {
            json.WritePropertyName(name);
            json.WriteAny(value);
        }
    }

    /// <summary>The JSON text of an object.</summary>
    public static string TextOf(object value)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using var json = new JsonTextWriter(text);
        json.WriteAny(value);
        return text.ToString();
    }

    private static void WriteAny(this JsonWriter json, object? value)
    {
        switch (value)
        {
            case IJsonModel model:
                model.Fields().WriteTo(json);
                break;
            case RawJson raw:
                json.WriteRawValue(raw.Value);
                break;
            case null or string or DBNull:
                json.WriteValue(value as string);
                break;
            case IReadOnlyDictionary<string, string> map:
                json.WriteStartObject();
                foreach (var entry in map)
                {
                    json.WriteField(entry.Key, entry.Value);
                }

                json.WriteEndObject();
                break;
            case IEnumerable items:
                json.WriteStartArray();
                foreach (var item in items)
                {
                    json.WriteAny(item);
                }

                json.WriteEndArray();
                break;
            // Without a fraction as it was sent: Newtonsoft would write 5.0 for 5.
            case double number when Math.Abs(number) < 1e15 && Math.Floor(number) == number:
                json.WriteValue((long)number);
                break;
            case bool or int or long or double:
                json.WriteValue(value);
                break;
            default:
                json.WriteValue(WireText.Of(value) ?? "");
                break;
        }
    }
}
