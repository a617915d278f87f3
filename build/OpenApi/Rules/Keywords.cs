namespace OpenApi;

/// <summary>The keywords that each kind of part may contain. Any other would be lost silently.</summary>
public static class Keywords
{
    public static readonly string[] Root = ["openapi", "info", "servers", "security", "tags", "paths", "components"];

    public static readonly string[] Components = ["securitySchemes", "parameters", "requestBodies", "responses", "schemas"];

    public static readonly string[] PathItem = ["parameters", "get", "put", "post", "patch", "delete"];

    public static readonly string[] Operation = ["operationId", "tags", "summary", "parameters", "requestBody", "responses", "x-method", "x-one-of"];

    public static readonly string[] Parameter = ["name", "in", "required", "description", "schema", "x-key", "x-sid-prefix", "x-name"];

    public static readonly string[] PathSchema = ["type", "minLength", "maxLength", "pattern"];

    public static readonly string[] QuerySchema = ["$ref", "type", "format", "items", "default", "minimum", "maximum", "maxLength", "maxItems"];

    public static readonly string[] QueryItems = ["$ref", "type", "format", "maxLength"];

    public static readonly string[] RequestBody = ["required", "content"];

    public static readonly string[] Response = ["description", "headers", "content"];

    public static readonly string[] Content = ["schema"];

    public static readonly string[] Schema = ["type", "description", "required", "properties", "x-items", "x-named-by", "x-privacy"];

    public static readonly string[] EnumSchema = ["type", "description", "enum", "x-privacy"];

    public static readonly string[] Field =
    [
        "$ref", "allOf", "type", "format", "description", "nullable", "default", "items", "additionalProperties",
        "minLength", "maxLength", "pattern", "minimum", "maximum", "minItems", "maxItems",
        "x-name", "x-privacy", "x-removable", "x-boolean", "x-duration", "x-json-maximum-bytes", "x-not-sid", "x-minimum-minutes",
    ];

    public static readonly string[] FieldItems = ["$ref", "type", "format", "items", "maxLength", "minLength", "pattern", "x-json-maximum-bytes", "description", "nullable"];

    public static readonly string[] Formats = ["date-time", "date", "uri", "uuid", "duration", "byte", "uri-map", "int32", "int64", "float", "double"];

    private static readonly Dictionary<string, string> Advice = new(StringComparer.Ordinal)
    {
        ["allowReserved"] = "values are always escaped",
        ["anyOf"] = "leave the type out, so that the value is kept as JSON",
        ["callbacks"] = "leave it out; webhooks are described in openapi/README.md",
        ["content"] = "give the parameter a schema",
        ["deprecated"] = "say in the description what to use instead",
        ["discriminator"] = "list the fields of all subtypes in one schema",
        ["encoding"] = "an array is sent as the name with each value",
        ["enum"] = "give the enum a schema of its own in components, and refer to it",
        ["explode"] = "an array is sent as the name with each value",
        ["oneOf"] = "leave the type out, so that the value is kept as JSON",
        ["pattern"] = "only paths and forms are checked for patterns",
        ["properties"] = "give the object a schema of its own in components, and refer to it",
        ["readOnly"] = "leave the field out of the form",
        ["security"] = "each request carries the credentials of the client",
        ["servers"] = "each request goes to the address of the client",
        ["style"] = "an array is sent as the name with each value",
        ["writeOnly"] = "leave the field out of the response",
        ["x-originalName"] = "the C# name comes from the wire name, or from x-name",
    };

    public static string AdviceFor(string keyword) => Advice.GetValueOrDefault(keyword)
        ?? (keyword.StartsWith("x-", StringComparison.Ordinal) ? "use an extension that openapi/README.md lists" : "leave it out, and say in the description what users need to know");
}
