using System.Reflection;
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
    public static object Read(string name, JToken json) => Read(ReaderOf(name), json);

    public static object Read(JsonRead<object> read, JToken json) => JsonFields.Read(Encoding.UTF8.GetBytes(json.ToString(Formatting.None)), read);

    public static JsonRead<object> ReaderOf(string name) => (JsonRead<object>)((IJsonModel)Activator.CreateInstance(TypeOf(name)!)!).Reader;

    public static JsonRead<object> PageReaderOf(ApiOperation list) =>
        (JsonRead<object>)TypeOf($"{list.Documented.Tags!.Single().Name}Api")!.GetField("ReadPage", BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!;

    /// <summary>The property that holds a field.</summary>
    public static System.Reflection.PropertyInfo PropertyOf(object model, string field) => model.GetType().GetProperties().Single(property =>
        new[] { field.Replace("_", "", StringComparison.Ordinal), $"{field.Replace("_", "", StringComparison.Ordinal)}Value" }.Contains(property.Name, StringComparer.OrdinalIgnoreCase));

    /// <summary>True if a response without the field, or with another type in it, is rejected.</summary>
    public static bool IsKey(string name, string field) => field == (Text(SchemaOf(name), "x-named-by") ?? "sid");

    /// <summary>The field of a page that has the items; null for a schema that is no page.</summary>
    public static string? ItemsOf(IOpenApiSchema schema) => Text(schema, "x-items");

    private static string? Text(IOpenApiSchema schema, string extension) =>
        schema.Extensions?.TryGetValue(extension, out var value) == true ? ((JsonNodeExtension)value).Node.GetValue<string>() : null;
}
