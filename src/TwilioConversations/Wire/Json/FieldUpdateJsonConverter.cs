using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TwilioConversations;

/// <summary>
/// Lets System.Text.Json read and write a <see cref="FieldUpdate{T}"/>: the value, null for a removal, <c>{}</c> for a field that is left as it is.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class FieldUpdateJsonConverter : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => typeof(IFieldUpdate).IsAssignableFrom(typeToConvert);

    /// <inheritdoc/>
#if NET
    [System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage("Trimming", "IL2067", Justification = "A struct needs no constructor.")]
#endif
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        ((IFieldUpdate)Activator.CreateInstance(typeToConvert)!).CreateConverter();

    internal sealed class Of<T> : JsonConverter<FieldUpdate<T>>
    {
        public override bool HandleNull => true;

        public override FieldUpdate<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.Null:
                    return FieldUpdate<T>.Remove;
                case JsonTokenType.StartObject:
                    reader.Skip();
                    return default;
                // These need no metadata, which a source-generated context has only for types that are named there.
                case JsonTokenType.String when typeof(T) == typeof(string):
                    return (T)(object)reader.GetString()!;
                case JsonTokenType.Number when typeof(T) == typeof(int?) || typeof(T) == typeof(int):
                    return (T)(object)reader.GetInt32();
                default:
                    return ((JsonConverter<T>)options.GetTypeInfo(typeof(T)).Converter).Read(ref reader, typeof(T), options)!;
            }
        }

        public override void Write(Utf8JsonWriter writer, FieldUpdate<T> value, JsonSerializerOptions options) => ModelFields.Write(writer, value);
    }
}
