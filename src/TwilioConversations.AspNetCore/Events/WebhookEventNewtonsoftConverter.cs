using System.Text.Json;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.AspNetCore;

/// <summary>Lets Newtonsoft.Json read and write an event as <see cref="WebhookEventJsonConverter"/> does.</summary>
internal sealed class WebhookEventNewtonsoftConverter : Newtonsoft.Json.JsonConverter
{
    private static readonly WebhookEventJsonConverter Converter = new();
    private static readonly JsonSerializerOptions Unused = new();

    public override bool CanConvert(Type objectType) => Converter.CanConvert(objectType);

    public override object? ReadJson(Newtonsoft.Json.JsonReader reader, Type objectType, object? existingValue, Newtonsoft.Json.JsonSerializer serializer)
    {
        if (reader.TokenType == Newtonsoft.Json.JsonToken.Null)
        {
            return null;
        }

        // Fields that look like dates are text.
        var dateParsing = reader.DateParseHandling;
        reader.DateParseHandling = Newtonsoft.Json.DateParseHandling.None;
        JToken fields;
        try
        {
            fields = JToken.Load(reader);
        }
        finally
        {
            reader.DateParseHandling = dateParsing;
        }

        var json = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(fields.ToString(Newtonsoft.Json.Formatting.None)));
        try
        {
            return Converter.Read(ref json, objectType, Unused);
        }
        catch (JsonException e)
        {
            throw new Newtonsoft.Json.JsonSerializationException(e.Message, e);
        }
    }

    public override void WriteJson(Newtonsoft.Json.JsonWriter writer, object? value, Newtonsoft.Json.JsonSerializer serializer)
    {
        var fields =
            from field in ((WebhookEvent)value!).Fields
            let values = field.Value.Select(one => new JValue(one))
            select new JProperty(field.Key, field.Value.Count == 1 ? values.First() : new JArray(values));
        new JObject(fields).WriteTo(writer);
    }
}
