using System.Text;
using Microsoft.OpenApi;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.Tests.Infra;

/// <summary>The models and requests of the OpenAPI document, each with its schema.</summary>
internal static class Models
{
    /// <summary>The names of the models that responses are read into, with their parts.</summary>
    public static IEnumerable<string> Responses => Names.Where(name => !name.EndsWith("Request", StringComparison.Ordinal));

    public static IEnumerable<string> Requests => Names.Where(name => name.EndsWith("Request", StringComparison.Ordinal));

    private static IEnumerable<string> Names => Contract.Document.Components!.Schemas!.Keys.Where(name => typeof(IJsonModel).IsAssignableFrom(TypeOf(name)));

    public static Type? TypeOf(string name) => typeof(Conversation).Assembly.GetType($"TwilioConversations.{name}");

    public static IOpenApiSchema SchemaOf(string name) => Contract.Document.Components!.Schemas![name];

    public static JObject Sample(string name) => (JObject)Infra.Sample.Of(SchemaOf(name));

    /// <summary>Reads JSON as a response.</summary>
    public static object Read(string name, JToken json) =>
        JsonFields.Read(Encoding.UTF8.GetBytes(json.ToString(Formatting.None)), (JsonRead<object>)((IJsonModel)Activator.CreateInstance(TypeOf(name)!)!).Reader);

    /// <summary>The property that holds a field.</summary>
    public static System.Reflection.PropertyInfo PropertyOf(object model, string field) => model.GetType().GetProperties().Single(property =>
        new[] { field.Replace("_", "", StringComparison.Ordinal), $"{field.Replace("_", "", StringComparison.Ordinal)}Value" }.Contains(property.Name, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether a response without the field, or with another type in it, is rejected.</summary>
    public static bool IsKey(string name, string field)
    {
        var schema = SchemaOf(name);
        var items = Text(schema, "x-items");
        return field == (Text(schema, "x-named-by") ?? "sid") || field == items || (items is not null && field == "meta");
    }

    private static string? Text(IOpenApiSchema schema, string extension) =>
        schema.Extensions?.TryGetValue(extension, out var value) == true ? ((JsonNodeExtension)value).Node.GetValue<string>() : null;
}
