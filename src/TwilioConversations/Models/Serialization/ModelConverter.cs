using System.Globalization;
using System.Text;
using Newtonsoft.Json;

namespace TwilioConversations;

/// <summary>A generated type that exposes its fields.</summary>
internal interface IJsonModel
{
    ModelFields Fields();
}

/// <summary>Lets Newtonsoft.Json read and write a generated type with the type's own code, regardless of the application's settings.</summary>
internal abstract class ModelConverter<T>(JsonRead<T> read) : JsonConverter
    where T : class, IJsonModel
{
    public override bool CanConvert(Type objectType) => objectType == typeof(T);

    public override object? ReadJson(JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer)
    {
        if (reader.TokenType == JsonToken.Null)
        {
            return null;
        }

        // A string that looks like a date is still a string.
        var dateParsing = reader.DateParseHandling;
        reader.DateParseHandling = DateParseHandling.None;
        var path = reader.Path;
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        try
        {
            using var copy = new Copy(text);
            copy.WriteToken(reader);
        }
        finally
        {
            reader.DateParseHandling = dateParsing;
        }

        try
        {
            var bytes = Encoding.UTF8.GetBytes(text.ToString());
            return JsonFields.Read(bytes, bytes.Length, read);
        }
        catch (UnexpectedJsonException e)
        {
            throw new JsonSerializationException(path.Length == 0 ? e.Message : $"{path}: {e.Message}", e);
        }
    }

    public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer) => ((IJsonModel)value!).Fields().WriteTo(writer);

    /// <summary>JSON by RFC 8259, with dates as the service writes them.</summary>
    private sealed class Copy(TextWriter text) : JsonTextWriter(text)
    {
        public override void WriteComment(string? text)
        {
        }

        // A caller's reader may already have taken a string for a date.
        public override void WriteValue(DateTimeOffset value) => WriteValue(WireText.Of(value));

        public override void WriteValue(DateTime value) =>
            WriteValue(value.Kind == DateTimeKind.Unspecified ? new DateTimeOffset(value, TimeSpan.Zero) : new DateTimeOffset(value));
    }
}
