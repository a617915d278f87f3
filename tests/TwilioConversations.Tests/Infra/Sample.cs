using System.Globalization;
using System.Reflection;
using Microsoft.OpenApi;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.Tests.Infra;

/// <summary>JSON with a value for each field of a schema.</summary>
internal static class Sample
{
    /// <summary>The default for plain strings: it has the special characters of forms, queries and JSON.</summary>
    public const string Text = "é +&=%\"\\☎ 😀";

    private static readonly JsonSerializer Serializer = JsonSerializer.Create(new() { DateParseHandling = DateParseHandling.None });

    /// <summary>The fields that each value of a field excludes. The OpenAPI document cannot express such rules.</summary>
    private static readonly (string Field, string Value, string[] Excluded)[] Exclusions =
    [
        ("Target", "webhook", ["Configuration.Triggers", "Configuration.FlowSid"]),
        ("Target", "trigger", ["Configuration.Filters", "Configuration.FlowSid"]),
        ("AutoCreation.Type", "webhook", ["AutoCreation.StudioFlowSid", "AutoCreation.StudioRetryCount"]),
        ("AutoCreation.Type", "studio", ["AutoCreation.WebhookUrl", "AutoCreation.WebhookMethod", "AutoCreation.WebhookFilters"]),
        ("AutoCreation.Type", "default", ["AutoCreation.WebhookUrl", "AutoCreation.WebhookMethod", "AutoCreation.WebhookFilters", "AutoCreation.StudioFlowSid", "AutoCreation.StudioRetryCount"]),
        ("Target", "studio", ["Configuration.Url", "Configuration.Method", "Configuration.Filters", "Configuration.Triggers"]),
    ];

    /// <summary>The fields that each value of a field requires.</summary>
    private static readonly (string Field, string Value, string[] Needed)[] Needs = [("Target", "studio", ["Configuration.FlowSid"])];

    /// <summary>The number of samples that together have each value of each enum of a form.</summary>
    public static int Variants(IOpenApiSchema? form) => form?.Properties!.Values.Select(property => EnumOf(property)?.Count ?? 2).Append(2).Max() ?? 2;

    /// <summary>A form as JSON, by wire name. The variant selects a value of each enum and boolean.</summary>
    public static JObject Form(IOpenApiSchema schema, int variant = 0, bool requiredOnly = false, string text = Text)
    {
        var form = (JObject)Of(schema, variant, text);
        bool Applies((string Field, string Value, string[]) rule) => (string?)form[rule.Field] == rule.Value;
        var excluded = Exclusions.Where(rule => Applies(rule)).SelectMany(rule => rule.Excluded);
        var needed = Needs.Where(rule => Applies(rule)).SelectMany(rule => rule.Needed).Concat(schema.Required ?? new HashSet<string>());
        foreach (var name in (requiredOnly ? form.Properties().Select(field => field.Name).Except(needed) : excluded).ToList())
        {
            form.Remove(name);
        }

        return form;
    }

    public static JToken Of(IOpenApiSchema schema, int variant = 0, string text = Text)
    {
        if (schema.AllOf is [var only, ..])
        {
            return Of(only, variant, text);
        }

        if (EnumOf(schema) is { } values)
        {
            return values[variant % values.Count];
        }

        var type = schema.Type & ~JsonSchemaType.Null;
        return type switch
        {
            JsonSchemaType.Object when schema.Properties is { Count: > 0 } properties => new JObject(properties.Select(property => new JProperty(property.Key, Of(property.Value, variant, text)))),
            JsonSchemaType.Object when schema.AdditionalProperties is { } entry => new JObject(new JProperty("first", Of(entry, variant, text)), new JProperty("second", Of(entry, variant, text))),
            JsonSchemaType.Array => new JArray(Of(schema.Items!, variant, text), Of(schema.Items!, variant, text)),
            JsonSchemaType.Integer => schema.Maximum is { } maximum ? int.Parse(maximum, CultureInfo.InvariantCulture) : schema.Minimum is null ? -1234567 : 1234567,
            JsonSchemaType.Number => 12.5,
            JsonSchemaType.Boolean => variant % 2 == 0,
            JsonSchemaType.String => String(schema, text),
            // No type, so any JSON.
            _ => new JObject(new JProperty("any", text)),
        };
    }

    /// <summary>The query parameters and headers that an operation takes, each with a value.</summary>
    public static Dictionary<string, JToken> Parameters(ApiOperation operation, int variant = 0, string text = Text) =>
        operation.ParametersFor(variant).Where(parameter => parameter.In != ParameterLocation.Path).ToDictionary(parameter => parameter.Name!, parameter => Of(parameter.Schema!, variant, text));

    /// <summary>The values of a field as the service reads them in a form or a query: one for each item of an array.</summary>
    public static IEnumerable<string> OnTheWire(JToken value) => value switch
    {
        JArray items => items.SelectMany(OnTheWire),
        JObject json => [json.ToString(Formatting.None)],
        { Type: JTokenType.Boolean } => [(bool)value ? "true" : "false"],
        { Type: JTokenType.Null } => ["null"],
        _ => [((JValue)value).ToString(CultureInfo.InvariantCulture)],
    };

    /// <summary>A JSON value as a property's type.</summary>
    public static object? ValueOf(JToken value, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(bool))
        {
            return bool.Parse((string)value!);
        }

        if (value is JArray items && type.IsGenericType)
        {
            var list = Array.CreateInstance(type.GetGenericArguments()[0], items.Count);
            for (var i = 0; i < list.Length; i++)
            {
                list.SetValue(ValueOf(items[i], type.GetGenericArguments()[0]), i);
            }

            return list;
        }

        // A generated enum, which has a static property for each of its values.
        return type.GetProperties(BindingFlags.Public | BindingFlags.Static).FirstOrDefault(known => known.PropertyType == type && $"{known.GetValue(null)}" == $"{value}") is { } known
            ? known.GetValue(null)
            : value.ToObject(type, Serializer);
    }

    /// <summary>Reads JSON, and leaves strings that look like dates as they are.</summary>
    public static JObject Parse(string json)
    {
        using var reader = new JsonTextReader(new StringReader(json)) { DateParseHandling = DateParseHandling.None };
        return JObject.Load(reader);
    }

    /// <summary>The JSON without the fields that are null and may be missing, which are the same to a model.</summary>
    public static JToken WithoutMissing(JToken json, IOpenApiSchema schema)
    {
        schema = schema.AllOf is [var only, ..] ? only : schema;
        return json switch
        {
            JObject fields when schema.Properties is { } properties => new JObject(
                from field in fields.Properties()
                where field.Value.Type != JTokenType.Null || schema.Required?.Contains(field.Name) == true
                select new JProperty(field.Name, properties.TryGetValue(field.Name, out var property) ? WithoutMissing(field.Value, property) : field.Value)),
            JArray items => new JArray(items.Select(item => WithoutMissing(item, schema.Items!))),
            _ => json,
        };
    }

    /// <summary>The name of the C# property for a wire name: without dots, or that of x-name.</summary>
    public static string PropertyName(string wireName, IDictionary<string, IOpenApiExtension>? extensions) =>
        extensions?.TryGetValue("x-name", out var name) == true ? ((JsonNodeExtension)name).Node.ToString() : wireName.Replace(".", "", StringComparison.Ordinal);

    private static JToken String(IOpenApiSchema schema, string text) => schema switch
    {
        { Pattern: ['^', >= 'A' and <= 'Z', ..] pattern } => pattern[1..3] + new string('a', 32),
        { Pattern: not null } => "SM" + new string('a', 32),
        { Format: "date-time" } => "2015-12-16T22:18:37.5Z",
        { Format: "uri" } => $"https://example.com/{new string([.. text.Where(char.IsAsciiLetter)])}",
        _ when schema.Extensions?.ContainsKey("x-json-maximum-bytes") == true => new JObject(new JProperty("value", text)).ToString(Formatting.None),
        _ when schema.Extensions?.ContainsKey("x-boolean") == true => "True",
        _ when schema.Extensions?.ContainsKey("x-duration") == true => "P1D",
        { Description: { } description } when description.Contains("a JSON object", StringComparison.Ordinal) => new JObject(new JProperty("1", text)).ToString(Formatting.None),
        _ => text,
    };

    private static List<string>? EnumOf(IOpenApiSchema schema) =>
        (schema.AllOf is [var only, ..] ? only : schema).Enum is { Count: > 0 } values ? [.. values.Select(value => value!.GetValue<string>())] : null;
}
