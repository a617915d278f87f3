using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>The OpenAPI document, from which the emulator takes its routes, fields and resources.</summary>
internal sealed class OpenApiDocument
{
    private const string ServicePrefix = "/v1/Services/{ChatServiceSid}";

    private static readonly Lazy<OpenApiDocument> Loaded = new(() => new OpenApiDocument(Read()));

    private readonly JObject _root;
    private readonly Dictionary<string, ResourceType> _types = [];
    private readonly Dictionary<JToken, FieldRule> _rules = new(ReferenceEqualityComparer.Instance);

    private OpenApiDocument(JObject root)
    {
        _root = root;
        Routes = [.. ((JObject)root["paths"]!).Properties().Select(ReadPath)];
        foreach (var type in _types.Values)
        {
            type.Parent = type.ParentPath is { } parent ? _types[parent] : null;
            type.Parent?.Children.Add(type);
        }
    }

    public static OpenApiDocument Instance => Loaded.Value;

    public IReadOnlyList<Route> Routes { get; }

    public IEnumerable<ResourceType> Types => _types.Values;

    /// <summary>The collections that each service has, such as <c>Conversations</c>.</summary>
    public IEnumerable<string> InService =>
        Routes.Select(route => route.Template).Where(template => template.StartsWith($"{ServicePrefix}/", StringComparison.Ordinal))
        .Select(template => template[(ServicePrefix.Length + 1)..]).Where(rest => !rest.Contains('/', StringComparison.Ordinal));

    /// <summary>A resource by its collections, such as <c>Conversations/Messages</c>.</summary>
    public ResourceType Type(string path) => _types[path];

    /// <summary>A part of the document with its references followed; the parts of an <c>allOf</c> become one.</summary>
    public JObject Resolve(JToken part)
    {
        var schema = (JObject)part;
        if ((string?)schema["$ref"] is { } reference)
        {
            return Resolve(reference[2..].Split('/').Aggregate((JToken)_root, (token, name) => token[name]!));
        }

        if (schema["allOf"] is not JArray parts)
        {
            return schema;
        }

        var merged = new JObject();
        foreach (var each in parts)
        {
            merged.Merge(Resolve(each));
        }

        merged.Merge(schema);
        merged.Remove("allOf");
        return merged;
    }

    /// <summary>The name of the schema that a reference leads to.</summary>
    public static string NameOf(JToken reference) => ((string)reference["$ref"]!).Split('/')[^1];

    private Route ReadPath(JProperty path)
    {
        var item = (JObject)path.Value;
        var type = TypeOf(path.Name, item);
        var operations = new List<ApiOperation>();
        foreach (var (method, description) in item.Properties().Where(property => property.Name != "parameters")
            .Select(property => (property.Name.ToUpperInvariant(), (JObject)property.Value)))
        {
            var parameters = (item["parameters"] ?? new JArray()).Concat(description["parameters"] ?? new JArray()).Select(Resolve).ToList();
            var operation = new ApiOperation((string)description["operationId"]!, method, isOnItem: path.Name.EndsWith('}'))
            {
                Query = parameters.Where(parameter => (string?)parameter["in"] == "query")
                    .ToDictionary(parameter => (string)parameter["name"]!, parameter => RuleOf(parameter["schema"]!)),
                KeyField = (string?)parameters.LastOrDefault(parameter => (string?)parameter["in"] == "path")?["x-key"],
                Form = FormOf(description, out var required),
                Required = required,
            };
            operations.Add(operation);
            type.Add(operation, ResponseOf(description), this);
        }

        return new Route(path.Name, type, operations);
    }

    /// <summary>The resource that a path leads to: the same in both scopes, unless the document gives them different tags.</summary>
    private ResourceType TypeOf(string path, JObject item)
    {
        var isInService = path.StartsWith($"{ServicePrefix}/", StringComparison.Ordinal);
        var collections = (isInService ? path[ServicePrefix.Length..] : path[3..]).Split(['{', '}'])
            .Where((_, place) => place % 2 == 0).Select(segments => segments.Trim('/')).Where(segments => segments.Length > 0).ToList();
        var name = string.Join('/', collections);
        var tag = (string)item.Properties().First(property => property.Name != "parameters").Value["tags"]![0]!;
        if (_types.TryGetValue(name, out var known) && known.Tag != tag)
        {
            name = $"Services/{name}";
        }

        return _types[name] = _types.GetValueOrDefault(name) ?? new ResourceType(name, tag, collections);
    }

    // Many operations share a parameter or a form.
    private FieldRule RuleOf(JToken schema)
    {
        if (!_rules.TryGetValue(schema, out var rule))
        {
            var resolved = Resolve(schema);
            _rules[schema] = rule = new FieldRule(resolved, (string?)resolved["type"] == "array" ? Resolve(resolved["items"]!) : null);
        }

        return rule;
    }

    private Dictionary<string, FieldRule> FormOf(JObject operation, out IReadOnlyList<string> required)
    {
        var schema = operation["requestBody"] is { } body ? Resolve(Resolve(body)["content"]!["application/x-www-form-urlencoded"]!["schema"]!) : [];
        required = [.. schema["required"]?.Select(name => (string)name!) ?? []];
        return (schema["properties"] as JObject ?? []).Properties().ToDictionary(property => property.Name, property => RuleOf(property.Value));
    }

    /// <summary>The schema of the success response, and its name; null if the response has no content.</summary>
    private (string Name, JObject Schema)? ResponseOf(JObject operation)
    {
        var success = ((JObject)operation["responses"]!).Properties().First(response => response.Name[0] == '2').Value;
        return Resolve(success)["content"]?["application/json"]?["schema"] is { } schema ? (NameOf(schema), Resolve(schema)) : null;
    }

    private static JObject Read()
    {
        using var stream = typeof(OpenApiDocument).Assembly.GetManifestResourceStream("openapi.json")!;
        using var reader = new JsonTextReader(new StreamReader(stream)) { DateParseHandling = DateParseHandling.None };
        return JObject.Load(reader);
    }
}
