using System.Globalization;
using System.Text;
using System.Text.Json;
using Newtonsoft.Json;

namespace TwilioConversations;

/// <summary>Lets Newtonsoft.Json read and write the types of this library with their own code, regardless of the application's settings.</summary>
internal sealed class NewtonsoftConverter : JsonConverter
{
    public override bool CanConvert(Type objectType) => true;

#if NET
    [System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage("Trimming", "IL2067", Justification = "Newtonsoft.Json needs reflection in any case.")]
#endif
    public override object? ReadJson(JsonReader reader, Type objectType, object? existingValue, Newtonsoft.Json.JsonSerializer serializer)
    {
        var type = Nullable.GetUnderlyingType(objectType) ?? objectType;
        return Activator.CreateInstance(type) switch
        {
            IFieldUpdate none => Read(reader, none, serializer),
            ITextValue none => reader.TokenType == JsonToken.Null && type != objectType ? null : none.From(reader.Value switch
            {
                string text => text,
                DateTime or DateTimeOffset => TextOf(reader.Value),
                _ => throw new JsonSerializationException($"{reader.Path}: {type.Name} is not a string."),
            }),
            RawJson => new RawJson(Encoding.UTF8.GetString(BytesOf(reader))),
            IJsonModel none => reader.TokenType == JsonToken.Null ? null : Read(reader, none),
            _ => throw new InvalidOperationException(),
        };
    }

    public override void WriteJson(JsonWriter writer, object? value, Newtonsoft.Json.JsonSerializer serializer)
    {
        if (value is ITextValue any)
        {
            writer.WriteValue(any.Text);
        }
        else
        {
            Write(writer, ModelFields.BytesOf(value));
        }
    }

    private static object Read(JsonReader reader, IJsonModel none)
    {
        var path = reader.Path;
        try
        {
            return JsonFields.Read(BytesOf(reader), (JsonRead<object>)none.Reader, isResponse: false);
        }
        catch (UnexpectedJsonException e)
        {
            throw new JsonSerializationException(path.Length == 0 ? e.Message : $"{path}: {e.Message}", e);
        }
    }

    private static object Read(JsonReader reader, IFieldUpdate none, Newtonsoft.Json.JsonSerializer serializer)
    {
        switch (reader.TokenType)
        {
            case JsonToken.Null:
                return none.Removal;
            case JsonToken.StartObject:
                reader.Skip();
                return none;
            default:
                return none.Of(reader.Value is DateTime or DateTimeOffset && none.ValueType == typeof(string)
                    ? TextOf(reader.Value)
                    : serializer.Deserialize(reader, none.ValueType));
        }
    }

    /// <summary>The JSON of the value at hand.</summary>
    private static byte[] BytesOf(JsonReader reader)
    {
        // A string that looks like a date is still a string.
        var dateParsing = reader.DateParseHandling;
        reader.DateParseHandling = DateParseHandling.None;
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        try
        {
            using var copy = new Copy(text) { AutoCompleteOnClose = false };
            copy.WriteToken(reader);
        }
        finally
        {
            reader.DateParseHandling = dateParsing;
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Writes JSON token by token, so that it fits any writer and any formatting.</summary>
    public static void Write(JsonWriter writer, ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    writer.WriteStartObject();
                    break;
                case JsonTokenType.EndObject:
                    writer.WriteEndObject();
                    break;
                case JsonTokenType.StartArray:
                    writer.WriteStartArray();
                    break;
                case JsonTokenType.EndArray:
                    writer.WriteEndArray();
                    break;
                case JsonTokenType.PropertyName:
                    writer.WritePropertyName(reader.GetString()!);
                    break;
                case JsonTokenType.String:
                    writer.WriteValue(reader.GetString());
                    break;
                case JsonTokenType.Number when reader.TryGetInt64(out var number):
                    writer.WriteValue(number);
                    break;
                case JsonTokenType.Number:
                    // As it is: a number of Newtonsoft's could lose digits.
                    writer.WriteRawValue(Encoding.UTF8.GetString(reader.ValueSpan.ToArray()));
                    break;
                case JsonTokenType.Null:
                    writer.WriteNull();
                    break;
                default:
                    writer.WriteValue(reader.TokenType == JsonTokenType.True);
                    break;
            }
        }
    }

    /// <summary>The text of what a caller's reader has taken for a date.</summary>
    private static string TextOf(object? date) => date switch
    {
        DateTimeOffset exact => WireText.Of(exact),
        DateTime { Kind: DateTimeKind.Unspecified } utc => WireText.Of(new DateTimeOffset(utc, TimeSpan.Zero)),
        DateTime zoned => WireText.Of(new DateTimeOffset(zoned)),
        _ => throw new InvalidOperationException(),
    };

    /// <summary>JSON by RFC 8259, with dates as the service writes them.</summary>
    private sealed class Copy(TextWriter text) : JsonTextWriter(text)
    {
        public override void WriteComment(string? text)
        {
        }

        public override void WriteValue(DateTimeOffset value) => WriteValue(TextOf(value));

        public override void WriteValue(DateTime value) => WriteValue(TextOf(value));
    }
}
