using System.ComponentModel;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TwilioConversations;

/// <summary>Lets System.Text.Json read and write a model or a request of this library, with the names and values of the service.</summary>
/// <typeparam name="T">The type, which names this converter in its attribute: there is no need to register it.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ModelJsonConverter<T> : JsonConverter<T>
    where T : class, new()
{
    private static readonly JsonRead<T> Reader = (JsonRead<T>)((IJsonModel)new T()).Reader;

    /// <inheritdoc/>
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var value = JsonDocument.ParseValue(ref reader);
        try
        {
            return JsonFields.Read(Encoding.UTF8.GetBytes(value.RootElement.GetRawText()), Reader, isResponse: false);
        }
        catch (UnexpectedJsonException e)
        {
            throw new JsonException(e.Message);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => ModelFields.Write(writer, value);
}
