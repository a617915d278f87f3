using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TwilioConversations.AspNetCore;

/// <summary>Lets System.Text.Json read and write a value as text, also as the key of a dictionary.</summary>
/// <typeparam name="T">The type, which names this converter in its attribute: there is no need to register it.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class OpenTextJsonConverter<T> : JsonConverter<T>
    where T : struct, IParsable<T>
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? T.Parse(reader.GetString()!, null) : throw new JsonException($"{typeof(T).Name} is not a string.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());

    /// <inheritdoc/>
    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => T.Parse(reader.GetString()!, null);

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WritePropertyName(value.ToString()!);
}
