using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using YamlDotNet.Serialization;

namespace TwilioConversations.Tests.Infra;

/// <summary>Checks requests and responses against the OpenAPI document, and throws for what it does not allow.</summary>
internal static class Contract
{
    public static (OpenApiDocument Document, OpenApiDiagnostic Diagnostic) Load() => Parse(File.ReadAllText(Repository.PathOf(Repository.Document)));

    public static (OpenApiDocument Document, OpenApiDiagnostic Diagnostic) Parse(string yaml)
    {
        var tree = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize(yaml);
        var (document, diagnostic) = OpenApiDocument.Parse(new SerializerBuilder().JsonCompatible().Build().Serialize(tree!), OpenApiConstants.Json);
        return (document!, diagnostic!);
    }

    public static readonly OpenApiDocument Document = Load().Document;

    private static readonly ConcurrentDictionary<string, Regex> PathShapes = [];

    /// <summary>Fields of the public examples that no schema has.</summary>
    private static readonly string[] Undocumented = ["MessagingBinding.ProxyAddressFallback"];

    public static async Task CheckAsync(HttpRequestMessage request, HttpResponseMessage response)
    {
        var (path, item) = Document.Paths.FirstOrDefault(candidate => PathShape(candidate.Key).IsMatch(request.RequestUri!.AbsolutePath));
        var operation = item?.Operations?.GetValueOrDefault(request.Method) ?? throw Violation(request, "such operation");
        var values = PathShape(path).Match(request.RequestUri!.AbsolutePath).Groups;
        var query = request.RequestUri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(field => field.Split('=')).ToLookup(field => field[0], field => Uri.UnescapeDataString(field[1]));
        var parameters = (item.Parameters ?? []).Concat(operation.Parameters ?? []).ToDictionary(parameter => parameter.Name!);
        foreach (var parameter in parameters.Values)
        {
            var sent = parameter.In switch
            {
                ParameterLocation.Path => [Uri.UnescapeDataString(values[parameter.Name!].Value)],
                ParameterLocation.Query => query[parameter.Name!],
                _ => request.Headers.TryGetValues(parameter.Name!, out var headers) ? headers : [],
            };
            foreach (var value in sent)
            {
                // An array's parameter comes once for each of its items, as in a form.
                CheckText(value, parameter.Schema!.Items ?? parameter.Schema, $"{parameter.In} {parameter.Name}");
            }
        }

        foreach (var name in query.Select(field => field.Key).Except(parameters.Keys))
        {
            throw Violation(request, $"query {name}");
        }

        if (request.Content is { Headers.ContentType: not null })
        {
            var schema = operation.RequestBody!.Content![request.Content.Headers.ContentType!.MediaType!].Schema!;
            foreach (var field in (await request.Content.ReadAsStringAsync()).Split('&', StringSplitOptions.RemoveEmptyEntries).Select(field => field.Split('=')))
            {
                var (name, value) = (WebUtility.UrlDecode(field[0]), WebUtility.UrlDecode(field[1]));
                var property = schema.Properties!.TryGetValue(name, out var known) ? known : null;
                if (property is null && !Undocumented.Contains(name))
                {
                    throw Violation(request, $"form field {name}");
                }

                var isRemoval = value == "null" && property?.Type?.HasFlag(JsonSchemaType.Null) == true;
                // An array's field comes once for each of its items.
                CheckText(isRemoval ? null : value, property?.Items ?? property ?? new OpenApiSchema(), $"form field {name}");
            }
        }

        var status = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        var promised = (operation.Responses!.TryGetValue(status, out var documented) ? documented : null) ?? (response.IsSuccessStatusCode ? throw Violation(request, $"status {status}") : operation.Responses!["default"]);
        await response.Content.LoadIntoBufferAsync();
        var body = await response.Content.ReadAsStringAsync();
        var media = response.Content.Headers.ContentType?.MediaType;
        if (promised.Content is not { Count: > 0 })
        {
            Require(body.Length == 0, $"a body with {status}");
            return;
        }

        Require(media is not null && promised.Content.ContainsKey(media), $"content type {media}");
        using var reader = new JsonTextReader(new StringReader(body)) { DateParseHandling = DateParseHandling.None };
        CheckJson(JToken.ReadFrom(reader), promised.Content[media!].Schema!, "$");
    }

    private static void CheckText(string? value, IOpenApiSchema schema, string place)
    {
        if (value is not null)
        {
            var token = schema.Type switch
            {
                { } type when type.HasFlag(JsonSchemaType.Integer) && long.TryParse(value, CultureInfo.InvariantCulture, out var number) => new JValue(number),
                // An object is sent as its JSON text.
                { } type when type.HasFlag(JsonSchemaType.Object) => JToken.Parse(value),
                { } type when type.HasFlag(JsonSchemaType.Number) && double.TryParse(value, CultureInfo.InvariantCulture, out var number) => new JValue(number),
                { } type when type.HasFlag(JsonSchemaType.Boolean) && bool.TryParse(value, out var isTrue) => new JValue(isTrue),
                _ => new JValue(value),
            };
            CheckJson(token, schema, place);
        }
    }

    private static void CheckJson(JToken token, IOpenApiSchema schema, string place)
    {
        foreach (var part in schema.AllOf ?? [])
        {
            if (token.Type != JTokenType.Null)
            {
                CheckJson(token, part, place);
            }
        }

        var type = schema.Type ?? (schema.AllOf is { Count: > 0 } parts ? parts[0].Type | JsonSchemaType.Null : null);
        var actual = token.Type switch
        {
            JTokenType.Null => JsonSchemaType.Null,
            JTokenType.String => JsonSchemaType.String,
            // Any integer is a number.
            JTokenType.Integer => type?.HasFlag(JsonSchemaType.Number) == true ? JsonSchemaType.Number : JsonSchemaType.Integer,
            JTokenType.Float => JsonSchemaType.Number,
            JTokenType.Boolean => JsonSchemaType.Boolean,
            JTokenType.Array => JsonSchemaType.Array,
            _ => JsonSchemaType.Object,
        };
        Require(type is null || type.Value.HasFlag(actual), $"{place} is {actual}");
        switch (token)
        {
            case JObject json when schema.Properties is { Count: > 0 } properties:
                Require(schema.Required?.FirstOrDefault(name => !json.ContainsKey(name)) is null, $"{place} lacks one of {string.Join(", ", schema.Required ?? new HashSet<string>())}");
                foreach (var field in json.Properties())
                {
                    Require(properties.ContainsKey(field.Name), $"{place}.{field.Name} is unknown");
                    CheckJson(field.Value, properties[field.Name], $"{place}.{field.Name}");
                }

                break;
            case JObject map when schema.AdditionalProperties is { } values:
                foreach (var entry in map.Properties())
                {
                    CheckJson(entry.Value, values, $"{place}.{entry.Name}");
                }

                break;
            case JArray array:
                foreach (var item in array)
                {
                    CheckJson(item, schema.Items!, $"{place}[]");
                }

                break;
            case JValue { Value: string text }:
                Require(text.Length >= (schema.MinLength ?? 0) && text.Length <= (schema.MaxLength ?? int.MaxValue), $"the length of {place}");
                Require(schema.Pattern is null || Regex.IsMatch(text, schema.Pattern), $"the pattern of {place}");
                // The published examples have values of an enum in either case: POST for post, whAtsAPP for whatsapp.
                Require(schema.Enum is not { Count: > 0 } allowed || allowed.Any(value => value!.GetValue<string>().Equals(text, StringComparison.OrdinalIgnoreCase)), $"the value of {place}");
                Require(schema.Format != "date-time" || Regex.IsMatch(text, @"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z\z"), $"the date of {place}");
                Require(schema.Format != "uri" || Uri.IsWellFormedUriString(text, UriKind.Absolute), $"the address of {place}");
                break;
            case JValue { Value: long number }:
                Require(schema.Minimum is null || number >= decimal.Parse(schema.Minimum, CultureInfo.InvariantCulture), $"the minimum of {place}");
                Require(schema.Maximum is null || number <= decimal.Parse(schema.Maximum, CultureInfo.InvariantCulture), $"the maximum of {place}");
                break;
        }
    }

    public static Regex PathShape(string template) => PathShapes.GetOrAdd(template, path => new($"\\A{Regex.Replace(path, @"\{(\w+)\}", "(?<$1>[^/]+)")}\\z"));

    private static InvalidOperationException Violation(HttpRequestMessage request, string missing) => new($"{request.Method} {request.RequestUri}: the document has no {missing}");

    private static void Require(bool holds, string subject)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"The document does not allow this: {subject}");
        }
    }
}
