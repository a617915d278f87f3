using System.Diagnostics.CodeAnalysis;
using Newtonsoft.Json;

namespace TwilioConversations;

/// <summary>Values of the caller's own types in fields that hold JSON text.</summary>
internal static class JsonValue
{
    public const string ReflectionNote = "Newtonsoft.Json reads and writes the type by reflection. Where that is not possible, use the JSON text.";

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
