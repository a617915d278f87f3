using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using Newtonsoft.Json;

namespace TwilioConversations;

/// <summary>Values of the caller's own types in fields that hold JSON text.</summary>
internal static class JsonValue
{
    public const string ReflectionNote =
        "Newtonsoft.Json reads and writes the type by reflection. Where that is not possible, use the overload with a JsonTypeInfo.";

    public static T? Read<T>(string json, JsonTypeInfo<T> type)
    {
        try
        {
            return System.Text.Json.JsonSerializer.Deserialize(json, type ?? throw new ArgumentNullException(nameof(type)));
        }
        // The messages of converters may quote the JSON, which may hold personal data, and so may the path.
        catch (Exception e) when (e is System.Text.Json.JsonException or FormatException or InvalidCastException or OverflowException)
        {
            var place = e as System.Text.Json.JsonException;
            throw new System.Text.Json.JsonException(
                $"The JSON does not fit {typeof(T)} (line {place?.LineNumber + 1}, byte {place?.BytePositionInLine + 1}).");
        }
    }

    [RequiresUnreferencedCode(ReflectionNote)]
    [RequiresDynamicCode(ReflectionNote)]
    public static string Write<T>(T value, JsonSerializerSettings? settings)
    {
        using var text = new StringWriter(System.Globalization.CultureInfo.InvariantCulture);
        Serializer(settings).Serialize(text, value, typeof(T));
        return text.ToString();
    }

    [RequiresUnreferencedCode(ReflectionNote)]
    [RequiresDynamicCode(ReflectionNote)]
    public static T? Read<T>(string json, JsonSerializerSettings? settings)
    {
        using var reader = new JsonTextReader(new StringReader(json));
        try
        {
            return Serializer(settings).Deserialize<T>(reader);
        }
        // The messages of Newtonsoft and of its converters quote the JSON, which may hold personal data.
        catch (Exception e) when (e is JsonException or ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            throw new JsonSerializationException($"The JSON does not fit {typeof(T)} (line {reader.LineNumber}, position {reader.LinePosition}).");
        }
    }

    // Not CreateDefault: what the host sets for itself must not change what is sent or read.
    [RequiresUnreferencedCode(ReflectionNote)]
    [RequiresDynamicCode(ReflectionNote)]
    private static JsonSerializer Serializer(JsonSerializerSettings? settings) => JsonSerializer.Create(settings);
}
