using System.Text.Json;
using System.Text.Json.Serialization;

namespace TwilioConversations;

/// <summary>Throws instead of writing or reading credentials, or options that hold them, as JSON.</summary>
internal sealed class NeverJsonConverter : JsonConverterFactory
{
    public static NotSupportedException Unsupported(Type type) => new($"{type.Name} may hold a secret and is never JSON.");

    public override bool CanConvert(Type typeToConvert) => true;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) => throw Unsupported(typeToConvert);
}

/// <summary>The same for Newtonsoft.Json.</summary>
internal sealed class NeverNewtonsoftConverter : Newtonsoft.Json.JsonConverter
{
    public override bool CanConvert(Type objectType) => true;

    public override object ReadJson(
        Newtonsoft.Json.JsonReader reader, Type objectType, object? existingValue, Newtonsoft.Json.JsonSerializer serializer) =>
        throw NeverJsonConverter.Unsupported(objectType);

    public override void WriteJson(Newtonsoft.Json.JsonWriter writer, object? value, Newtonsoft.Json.JsonSerializer serializer) =>
        throw NeverJsonConverter.Unsupported(value!.GetType());
}
