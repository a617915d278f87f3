using Newtonsoft.Json;

namespace TwilioConversations;

/// <summary>Writes the fields of generated types, the counterpart of <see cref="JsonFields"/>: a missing value as null, or not at all where the field is optional.</summary>
internal static class JsonWriting
{
    public static void WriteField(this JsonWriter json, string name, string? value, bool isOptional = false)
    {
        if (json.Begins(name, value, isOptional))
        {
            json.WriteValue(value);
        }
    }

    public static void WriteField(this JsonWriter json, string name, long? value, bool isOptional = false)
    {
        if (json.Begins(name, value, isOptional))
        {
            json.WriteValue(value);
        }
    }

    public static void WriteField(this JsonWriter json, string name, bool? value, bool isOptional = false)
    {
        if (json.Begins(name, value, isOptional))
        {
            json.WriteValue(value);
        }
    }

    public static void WriteField(this JsonWriter json, string name, DateTimeOffset? value, bool isOptional = false) =>
        json.WriteField(name, WireText.Of(value), isOptional);

    public static void WriteField(this JsonWriter json, string name, FieldUpdate<string> value) =>
        json.WriteField(name, value.Value, isOptional: !value.IsRemoval);

    public static void WriteField(this JsonWriter json, string name, FieldUpdate<int> value) =>
        json.WriteField(name, value.IsSet ? value.Value : null, isOptional: !value.IsRemoval);

    public static void WriteField(this JsonWriter json, string name, IJsonModel? value, bool isOptional = false)
    {
        if (json.Begins(name, value, isOptional))
        {
            json.WriteModel(value);
        }
    }

    public static void WriteField(this JsonWriter json, string name, IEnumerable<string>? values, bool isOptional = false) =>
        json.WriteArray(name, values, static (json, value) => json.WriteValue(value), isOptional);

    public static void WriteField(this JsonWriter json, string name, IEnumerable<IJsonModel>? values, bool isOptional = false) =>
        json.WriteArray(name, values, WriteModel, isOptional);

    /// <summary>Writes a field whose value is JSON text.</summary>
    public static void WriteJsonField(this JsonWriter json, string name, string? value, bool isOptional = false)
    {
        if (json.Begins(name, value, isOptional))
        {
            json.WriteRawValue(string.IsNullOrEmpty(value) ? "null" : value);
        }
    }

    private static bool Begins(this JsonWriter json, string name, object? value, bool isOptional)
    {
        if (value is null && isOptional)
        {
            return false;
        }

        json.WritePropertyName(name);
        return true;
    }

    private static void WriteModel(this JsonWriter json, IJsonModel? value)
    {
        if (value is null)
        {
            json.WriteNull();
        }
        else
        {
            value.WriteTo(json);
        }
    }

    private static void WriteArray<T>(this JsonWriter json, string name, IEnumerable<T>? values, Action<JsonWriter, T> write, bool isOptional)
    {
        if (!json.Begins(name, values, isOptional))
        {
            return;
        }

        if (values is null)
        {
            json.WriteNull();
            return;
        }

        json.WriteStartArray();
        foreach (var value in values)
        {
            write(json, value);
        }

        json.WriteEndArray();
    }
}
