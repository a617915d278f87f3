using System.Collections;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Newtonsoft.Json;

namespace TwilioConversations;

/// <summary>The current values of a type's fields, the additional ones last: they are written as JSON, and compared.</summary>
/// <param name="names">The names of the fields.</param>
/// <param name="absent">A bit for each field that a response lacked, or whose value did not fit.</param>
/// <param name="values">The values; a field's own initial value if it is absent.</param>
internal readonly struct ModelFields(JsonNames names, ulong absent, params object?[] values)
{
    // On its way to Newtonsoft.Json.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The value of a property.</summary>
    /// <exception cref="FieldUnavailableException">The response has no value for it that fits.</exception>
    public static T Get<T>(IJsonModel model, ulong absent, int index, T value)
    {
        if ((absent & (1ul << index)) != 0)
        {
            model.Fields().ThrowIfUnavailable(index);
        }

        return value;
    }

    /// <summary>The value that a property is set to, which then is no longer absent.</summary>
    public static T Set<T>(ref ulong absent, int index, T value)
    {
        absent &= ~(1ul << index);
        return value;
    }

    public static bool AreEqual(IJsonModel model, IJsonModel? other) =>
        ReferenceEquals(model, other) || (other is not null && model.Fields().Equals(other.Fields()));

    public static int HashOf(IJsonModel model) => model.Fields().Values.Aggregate(0, (hash, value) => unchecked((hash * 31) + (value?.GetHashCode() ?? 0)));

    /// <summary>The JSON text of a value, with no more escapes than JSON needs: System.Text.Json would escape each emoji.</summary>
    public static string TextOf(object value)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using var json = new JsonTextWriter(text);
        NewtonsoftConverter.Write(json, BytesOf(value));
        return text.ToString();
    }

    /// <summary>The JSON text of a value, in UTF-8.</summary>
    public static ArraySegment<byte> BytesOf(object? value)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Plain))
        {
            Write(json, value);
        }

        return new(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Writes a value of any type that a field has.</summary>
    public static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case IJsonModel model:
                model.Fields().WriteTo(json);
                break;
            case RawJson raw:
                json.WriteRawValue(raw.Value);
                break;
            case IFieldUpdate update when update.ForJson is { } change:
                Write(json, change);
                break;
            case IFieldUpdate:
                json.WriteStartObject();
                json.WriteEndObject();
                break;
            case null or DBNull:
                json.WriteNullValue();
                break;
            case bool isTrue:
                json.WriteBooleanValue(isTrue);
                break;
            case int or long:
                json.WriteNumberValue(Convert.ToInt64(value, null));
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case IReadOnlyDictionary<string, string> map:
                json.WriteStartObject();
                foreach (var entry in map)
                {
                    json.WriteString(entry.Key, entry.Value);
                }

                json.WriteEndObject();
                break;
            case IEnumerable items and not string:
                json.WriteStartArray();
                foreach (var item in items)
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(WireText.Of(value) ?? "");
                break;
        }
    }

    /// <summary>Writes the fields as a JSON object, without those that are absent.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        for (var i = 0; i < values.Length - 1; i++)
        {
            if ((absent & (1ul << i)) == 0 && (values[i] is not null || (names.Written & (1ul << i)) != 0))
            {
                json.WritePropertyName(names[i]);
                Write(json, values[i]);
            }
        }

        switch (values[^1])
        {
            case AdditionalFields texts:
                texts.WriteTo(json);
                break;
            case IDictionary<string, string> fields:
                WriteTo(json, fields);
                break;
        }

        json.WriteEndObject();
    }

    private object?[] Values => values;

    private ulong Unavailable => absent & names.NotNull;

    private bool Equals(ModelFields other) => Unavailable == other.Unavailable && values.SequenceEqual(other.Values);

    // A field that replaces a property stands apart, or it would be read back as the property.
    private void WriteTo(Utf8JsonWriter json, IDictionary<string, string> fields)
    {
        var replacements = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            if (names.IndexOf(field.Key) >= 0)
            {
                replacements[field.Key] = field.Value;
            }
            else
            {
                json.WriteString(field.Key, field.Value);
            }
        }

        if (replacements.Count > 0)
        {
            json.WritePropertyName(FormWriter.Replacements);
            Write(json, replacements);
        }
    }

    private void ThrowIfUnavailable(int index)
    {
        var json = (values[^1] as AdditionalFields)?.TryGetValue(names[index], out var text) == true ? text : null;
        if (json is not null || (names.NotNull & (1ul << index)) != 0)
        {
            throw new FieldUnavailableException(names.TypeName, names[index], KindOf(json));
        }
    }

    private static string KindOf(string? json) => json?.TrimStart() switch
    {
        null => "nothing",
        ['{', ..] => "an object",
        ['[', ..] => "an array",
        ['"', ..] => "a string of another form",
        ['n', ..] => "null",
        ['t' or 'f', ..] => "true or false",
        _ => "a number of another form",
    };
}
