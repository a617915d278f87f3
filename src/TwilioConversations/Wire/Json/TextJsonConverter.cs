using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TwilioConversations;

/// <summary>Lets System.Text.Json read and write an enum or a key of this library as text, also as the key of a dictionary.</summary>
/// <typeparam name="T">The type, which names this converter in its attribute: there is no need to register it.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TextJsonConverter<T> : JsonConverter<T>
    where T : struct
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? From(reader.GetString()!) : throw new JsonException($"{typeof(T).Name} is not a string.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(TextOf(value));

    /// <inheritdoc/>
    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => From(reader.GetString()!);

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WritePropertyName(TextOf(value));

    private static T From(string text) => (T)((ITextValue)default(T)).From(text);

    private static string TextOf(T value) => ((ITextValue)value).Text;
}
