using System.Text.Json.Nodes;

namespace SpecReplay;

/// <summary>The expected result of the comparison for a change.</summary>
internal enum Expectation
{
    /// <summary>Additive or breaking drift.</summary>
    Drift,

    /// <summary>At most that documentation changes.</summary>
    Documentation,

    /// <summary>Nothing.</summary>
    Silent,
}

/// <summary>A kind of change: it changes an operation, or returns false if it does not apply.</summary>
internal sealed record MutationKind(string Name, Expectation Expectation, Func<Edition, JsonObject, Random, bool> Change);

/// <summary>All kinds of change.</summary>
internal static class MutationKinds
{
    public static IReadOnlyList<MutationKind> All { get; } =
    [
        OnForm("a new form field", (form, name) => form["properties"]![name] = Node("""{"type":"string"}""")),
        OnForm("a new enum in a form", (form, name) => form["properties"]![name] = Node("""{"type":"string","enum":["one","two"]}""")),
        OnForm("a new array of SIDs in a form", (form, name) => form["properties"]![name] = Node("""{"type":"array","items":{"type":"string","pattern":"^RL[0-9a-fA-F]{32}$","minLength":34,"maxLength":34}}""")),
        OnForm("a new required form field", (form, name) => { form["properties"]![name] = Node("""{"type":"string"}"""); form["required"] = new JsonArray(name); }),
        OnForm("no additional properties in a form", (form, _) => form["additionalProperties"] = false),
        OnFormField("a form field less", (fields, name) => fields.Remove(name)),
        OnFormField("readOnly", (fields, name) => fields[name]!["readOnly"] = true),
        OnFormField("multipleOf", (fields, name) => fields[name]!["multipleOf"] = 7),
        OnFormField("not", (fields, name) => fields[name]!["not"] = Node("""{"type":"string","enum":["never"]}""")),
        OnFormField("a pattern in a form", (fields, name) => fields[name]!["pattern"] = "^x$"),
        OnFormField("a shorter form field", (fields, name) => fields[name]!["maxLength"] = 3),
        OnFormField("another type in a form", (fields, name) => fields[name] = Node("""{"type":"number","format":"float"}""")),
        OnResponse("a new response field", (schema, name) => schema["properties"]![name] = Node("""{"type":"string","nullable":true}""")),
        OnResponse("a new number in a response", (schema, name) => schema["properties"]![name] = Node("""{"type":"number","nullable":true}""")),
        OnResponse("a new field without a type", (schema, name) => schema["properties"]![name] = Node("""{"nullable":true}""")),
        OnResponse("a new private field", (schema, name) => schema["properties"]![name] = Node("""{"type":"string","nullable":true,"x-twilio":{"pii":{"handling":"sensitive"} } }""")),
        OnResponse("a new object in a response", (schema, name) => schema["properties"]![name] = Node("""{"type":"array","items":{"type":"object","properties":{"z":{"type":"string"} } } }""")),
        OnResponse("a new enum in a response", (schema, name) => schema["properties"]![name] = Node("""{"type":"string","enum":["one","two"],"nullable":true}""")),
        OnResponse("a new map in a response", (schema, name) => schema["properties"]![name] = Node("""{"type":"object","additionalProperties":{"type":"string"},"nullable":true}""")),
        OnResponseField("a response field less", (fields, name) => fields.Remove(name)),
        OnResponseField("another type in a response", (fields, name) => fields[name] = Node("""{"type":"number","format":"float","nullable":true}""")),
        OnResponseField("writeOnly", (fields, name) => fields[name] = new JsonObject { ["writeOnly"] = true, ["type"] = "string" }),
        new("an enum value more", Expectation.Drift, (edition, operation, _) => Enums(edition, operation) is { Count: > 0 } found && Do(() => found[0].Add("newest"))),
        new("an enum value less in a form", Expectation.Drift, (edition, operation, _) => FieldsOf(edition.Form(operation)).Select(field => edition.Follow(field.Value)?["enum"]).OfType<JsonArray>().FirstOrDefault(values => values.Count > 1) is { } found && Do(() => found.RemoveAt(0))),
        new("fields of an open object", Expectation.Drift, (edition, operation, _) => Open(edition, operation) is { } open && Do(() => open["properties"] = Node("""{"brandnew":{"type":"string"}}"""))),
        new("a mark of private data", Expectation.Drift, (edition, operation, random) => Pick(FieldsOf(edition.Response(operation)), random, field => field.Value is JsonObject item && item["$ref"] is null && item["x-twilio"] is null && field.Key is not ("meta" or "created_by" or "friendly_name") && item["type"]?.ToString() == "string") is { } name && Do(() => FieldsOf(edition.Response(operation))[name]!["x-twilio"] = Node("""{"pii":{"handling":"sensitive"}}"""))),
        new("values of a map", Expectation.Drift, (edition, operation, _) => FieldsOf(edition.Response(operation)).FirstOrDefault(field => field.Value?["format"]?.ToString() == "uri-map").Value is JsonObject map && Do(() => map["additionalProperties"] = Node("""{"type":"integer"}"""))),
        OnParameters("a new filter", (parameters, list) => list && Do(() => parameters.Add(Node("""{"name":"Brandnew","in":"query","schema":{"type":"string"}}""")))),
        OnParameters("a new query parameter elsewhere", (parameters, list) => !list && Do(() => parameters.Add(Node("""{"name":"Brandnew","in":"query","schema":{"type":"boolean"}}""")))),
        OnParameters("a new header", (parameters, _) => Do(() => parameters.Add(Node("""{"name":"I-Brandnew","in":"header","schema":{"type":"string"}}""")))),
        OnParameters("a new required parameter", (parameters, _) => Do(() => parameters.Add(Node("""{"name":"Brandnew","in":"query","required":true,"schema":{"type":"string"}}""")))),
        OnParameters("a query parameter less", (parameters, list) => list && Do(() => parameters.Remove(parameters.First(parameter => parameter!["name"]!.ToString() == "PageToken")))),
        OnParameters("explode", (parameters, list) => list && Do(() => parameters[^1]!["explode"] = false)),
        new("encoding", Expectation.Drift, (edition, operation, _) => edition.Form(operation) is not null && Do(() => operation["requestBody"]!["content"]!["application/x-www-form-urlencoded"]!["encoding"] = Node("""{"Sid":{"explode":false}}"""))),
        new("a body where there was none", Expectation.Drift, (_, operation, _) => operation["responses"]!["204"] is JsonObject response && Do(() => response["content"] = Node("""{"application/json":{"schema":{"type":"object"} } }"""))),
        new("another status", Expectation.Drift, (_, operation, _) => Do(() => operation["responses"] = Node("""{"206":{"description":""} }"""))),
        new("another server", Expectation.Drift, (_, operation, _) => Do(() => operation["servers"] = Node("""[{"url":"https://elsewhere.example"}]"""))),
        new("no security", Expectation.Drift, (_, operation, _) => Do(() => operation["security"] = new JsonArray())),
        new("JSON instead of a form", Expectation.Drift, (edition, operation, _) => edition.Form(operation) is { } form && Do(() => operation["requestBody"]!["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = form.DeepClone() } })),
        new("an operation less", Expectation.Drift, (edition, operation, _) => Do(() => ((JsonObject)operation.Parent!).Remove(((JsonObject)operation.Parent!).First(item => ReferenceEquals(item.Value, operation)).Key))),
        new("a new operation", Expectation.Drift, (edition, operation, _) => operation["responses"]!["200"] is not null && edition.Form(operation) is null && Do(() => edition.Paths["/v1/Brandnews/{Sid}"] = new JsonObject { ["get"] = With(edition.WrittenOut(operation)!, "FetchBrandnew") })),
        new("a new resource in both scopes", Expectation.Drift, (edition, operation, _) => operation["responses"]!["201"] is not null && Do(() =>
        {
            edition.Paths["/v1/Brandnews"] = new JsonObject { ["post"] = With(edition.WrittenOut(operation)!, "CreateBrandnew") };
            var service = With(edition.WrittenOut(operation)!, "CreateServiceBrandnew");
            ((JsonArray)service["parameters"]!).Add(Node("""{"name":"ChatServiceSid","in":"path","required":true,"schema":{"type":"string","minLength":34,"maxLength":34,"pattern":"^IS[0-9a-fA-F]{32}$"} }"""));
            edition.Paths["/v1/Services/{ChatServiceSid}/Brandnews"] = new JsonObject { ["post"] = service };
        })),
        new("a field in an example", Expectation.Drift, (edition, operation, _) => Example(operation) is { } value && Do(() => value["brandnew"] = "shown")),
        new("deprecated", Expectation.Documentation, (_, operation, _) => Do(() => operation["deprecated"] = true)),
        new("a default", Expectation.Documentation, (edition, operation, random) => Pick(FieldsOf(edition.Form(operation)), random, _ => true) is { } name && Do(() => edition.Follow(edition.Form(operation)!["properties"]![name])!["default"] = "x")),
        new("a mark of private data less", Expectation.Documentation, (edition, operation, _) => FieldsOf(edition.Response(operation)).FirstOrDefault(field => (field.Value?["x-twilio"] as JsonObject)?["pii"] is not null).Value is JsonObject marked && marked.Remove("x-twilio")),
        new("an enum value less in a response", Expectation.Documentation, (edition, operation, _) => FieldsOf(edition.Response(operation)).FirstOrDefault(field => edition.Follow(field.Value)?["enum"] is JsonArray { Count: > 1 }) is { Key: { } name } && Do(() =>
        {
            // A schema of its own, since others use the enum too.
            var schema = edition.Follow(FieldsOf(edition.Response(operation))[name])!.DeepClone();
            ((JsonArray)schema["enum"]!).RemoveAt(0);
            schema["nullable"] = FieldsOf(edition.Response(operation))[name]!["nullable"]?.DeepClone() ?? schema["nullable"]?.DeepClone();
            FieldsOf(edition.Response(operation))[name] = schema;
        })),
        new("descriptions", Expectation.Silent, (_, operation, _) => Do(() => { operation["description"] = "Other words."; operation["summary"] = "Others."; })),
        new("another name", Expectation.Silent, (_, operation, _) => Do(() => operation["operationId"] = "SomethingElse")),
        new("a response header", Expectation.Silent, (_, operation, _) => Do(() => ((JsonObject)operation["responses"]!).First().Value!["headers"] = Node("""{"X-More":{"schema":{"type":"string"} } }"""))),
        new("an extension", Expectation.Silent, (_, operation, _) => Do(() => operation["x-brandnew"] = Node("""{"a":1}"""))),
        new("allOf around a schema", Expectation.Silent, (edition, operation, _) => operation["requestBody"]?["content"]?["application/x-www-form-urlencoded"] is JsonObject media && Do(() => media["schema"] = new JsonObject { ["allOf"] = new JsonArray(media["schema"]!.DeepClone()) })),
    ];

    private static MutationKind OnForm(string name, Action<JsonObject, string> change) => new(name, Expectation.Drift, (edition, operation, random) =>
        edition.Form(operation) is { } form && form["properties"] is JsonObject && Do(() => change(form, $"Brandnew{random.Next(100)}")));

    private static MutationKind OnFormField(string name, Action<JsonObject, string> change) => new(name, Expectation.Drift, (edition, operation, random) =>
        Pick(FieldsOf(edition.Form(operation)), random, field => field.Value is JsonObject item && item["$ref"] is null && item["type"]?.ToString() == "string" && item["format"] is null && item["pattern"] is null && item["enum"] is null) is { } field
        && Do(() => change(FieldsOf(edition.Form(operation)), field)));

    private static MutationKind OnResponse(string name, Action<JsonObject, string> change) => new(name, Expectation.Drift, (edition, operation, random) =>
        edition.Response(operation) is { } schema && schema["properties"] is JsonObject && schema["properties"]!["meta"] is null && Do(() => change(schema, $"brandnew_{random.Next(100)}")));

    private static MutationKind OnResponseField(string name, Action<JsonObject, string> change) => new(name, Expectation.Drift, (edition, operation, random) =>
        FieldsOf(edition.Response(operation))["meta"] is null && Pick(FieldsOf(edition.Response(operation)), random, field => field.Value is JsonObject item && item["type"]?.ToString() == "string") is { } field && Do(() => change(FieldsOf(edition.Response(operation)), field)));

    private static MutationKind OnParameters(string name, Func<JsonArray, bool, bool> change) => new(name, Expectation.Drift, (_, operation, _) =>
        operation["parameters"] is JsonArray parameters && change(parameters, parameters.Any(parameter => parameter!["name"]!.ToString() == "PageToken")));

    private static JsonObject FieldsOf(JsonObject? schema) => schema?["properties"] as JsonObject ?? [];

    private static string? Pick(JsonObject fields, Random random, Func<KeyValuePair<string, JsonNode?>, bool> fits)
    {
        var names = fields.Where(fits).Select(field => field.Key).ToArray();
        return names.Length == 0 ? null : names[random.Next(names.Length)];
    }

    private static List<JsonArray> Enums(Edition edition, JsonObject operation) =>
        [.. FieldsOf(edition.Form(operation)).Concat(FieldsOf(edition.Response(operation))).Select(field => edition.Follow(field.Value)?["enum"]).OfType<JsonArray>()];

    private static JsonObject? Open(Edition edition, JsonObject operation) =>
        FieldsOf(edition.Response(operation)).Select(field => field.Value).OfType<JsonObject>().FirstOrDefault(item => item["type"] is null && item["$ref"] is null && item["properties"] is null);

    private static JsonObject? Example(JsonObject operation) =>
        (((JsonObject)operation["responses"]!).First().Value?["content"]?["application/json"]?["examples"] as JsonObject)?.First().Value?["value"] is JsonObject value && value["meta"] is null && value["sid"] is not null ? value : null;

    private static JsonObject With(JsonNode operation, string id)
    {
        var copy = (JsonObject)operation;
        copy["operationId"] = id;
        copy["parameters"] = id.StartsWith("Fetch", StringComparison.Ordinal) ? Node("""[{"name":"Sid","in":"path","required":true,"schema":{"type":"string"} }]""") : new JsonArray();
        return copy;
    }

    private static bool Do(Action change)
    {
        change();
        return true;
    }

    private static JsonNode Node(string json) => JsonNode.Parse(json)!;
}
