using Newtonsoft.Json;

namespace TwilioConversations;

/// <summary>A generated type that exposes its fields.</summary>
internal interface IJsonModel
{
    ModelFields Fields();
}

/// <summary>Lets Newtonsoft.Json read and write a generated type with the type's own code, regardless of the application's settings.</summary>
internal abstract class ModelConverter<T> : JsonConverter
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
        try
        {
            return ReadModel(reader);
        }
        finally
        {
            reader.DateParseHandling = dateParsing;
        }
    }

    public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer) => ((IJsonModel)value!).Fields().WriteTo(writer);

    public abstract T ReadModel(JsonReader reader);
}
