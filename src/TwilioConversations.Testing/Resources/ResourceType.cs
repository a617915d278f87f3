using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>The part of the OpenAPI document about the resources of a collection.</summary>
internal sealed class ResourceType(string path, string tag, IReadOnlyList<string> collections)
{
    private string _schemaName = "";

    /// <summary>Its collection after those of its parents, such as <c>Conversations/Messages</c>.</summary>
    public string Path => path;

    /// <summary>The segments of the path before its SID, such as <c>Messages</c> or <c>Configuration/Addresses</c>.</summary>
    public string Collection => collections[^1];

    /// <summary>The path of the resource that it belongs to; null for none.</summary>
    public string? ParentPath => collections.Count > 1 ? string.Join('/', collections.SkipLast(1)) : null;

    /// <summary>Its tag in the OpenAPI document.</summary>
    public string Tag => tag;

    /// <summary>True if its owner has exactly one, and no path names it by a SID, such as a configuration.</summary>
    public bool IsSingleton { get; private set; }

    /// <summary>True if it belongs to the account if the path names no service, rather than to the default service.</summary>
    public bool IsOfAccount => path is "Services" or "Credentials" || path.StartsWith("Configuration", StringComparison.Ordinal);

    public ResourceType? Parent { get; set; }

    public List<ResourceType> Children { get; } = [];

    /// <summary>The rules that the OpenAPI document does not state.</summary>
    public ResourceRules Rules { get; } = ResourceRules.Of(path);

    /// <summary>The properties of a response, in their order.</summary>
    public IReadOnlyList<Property> Properties { get; private set; } = [];

    /// <summary>The property whose value may stand for the SID in a path; null for none.</summary>
    public string? KeyField { get; private set; }

    /// <summary>The property that holds the items of a page.</summary>
    public string ItemsField { get; private set; } = "";

    /// <summary>The property by which resources that belong to it name it, such as <c>message_sid</c>.</summary>
    public string SidProperty { get; private set; } = "";

    public ApiOperation? Create { get; private set; }

    public ApiOperation? Update { get; private set; }

    private string SidPrefix { get; set; } = "";

    public string NewSid() => $"{SidPrefix}{Guid.NewGuid():N}";

    public bool IsSid(string text) => Sid.Matches(text, SidPrefix);

    public void Add(ApiOperation operation, (string Name, JObject Schema)? response, OpenApiDocument document)
    {
        KeyField ??= operation.KeyField;
        if (operation.Method == "POST")
        {
            (Create, Update) = operation.IsOnItem ? (Create, operation) : (operation, Update);
        }

        if (response is not var (name, schema))
        {
            return;
        }

        if ((string?)schema["x-items"] is { } items)
        {
            ItemsField = items;
            // Some resources are only ever seen in a list.
            var item = schema["properties"]![items]!["items"]!;
            (name, schema) = (OpenApiDocument.NameOf(item), document.Resolve(item));
        }
        else
        {
            IsSingleton |= operation is { Method: "GET", IsOnItem: false };
        }

        if (_schemaName == name)
        {
            return;
        }

        var required = (schema["required"]?.Values<string>() ?? []).ToHashSet();
        _schemaName = name;
        SidProperty = $"{FieldNames.ToSnakeCase(name)}_sid";
        Properties = [.. ((JObject)schema["properties"]!).Properties()
            .Select(property => new Property(property.Name, required.Contains(property.Name), document.Resolve(property.Value), document))];
        SidPrefix = (string?)schema["properties"]!["sid"]?["pattern"] is { } pattern ? pattern[1..3] : "";
    }

    /// <summary>A property of a response, and those in it.</summary>
    internal sealed class Property(string name, bool isRequired, JObject schema, OpenApiDocument document)
    {
        private readonly HashSet<string> _inner = [.. schema["properties"]?.Children<JProperty>().Select(property => property.Name) ?? []];
        private readonly Dictionary<string, JObject> _objects = schema["properties"]?.Children<JProperty>()
            .Select(property => (property.Name, Schema: document.Resolve(property.Value))).Where(pair => pair.Schema["properties"] is not null)
            .ToDictionary(pair => pair.Name, pair => pair.Schema) ?? [];

        public string Name => name;

        public bool IsRequired => isRequired;

        /// <summary>The value if no rule and no request gives one: the document's, or the simplest that it allows.</summary>
        public JToken? Default { get; } = Simplest(schema, document);

        /// <summary>True if it has a property at a path of names below it.</summary>
        public bool Has(ReadOnlySpan<string> names) => names switch
        {
            [] => true,
            [var only] => _inner.Contains(only),
            [var first, .. var rest] => _objects.TryGetValue(first, out var inner) && new Property(first, false, inner, document).Has(rest),
        };

        private static JToken? Simplest(JObject schema, OpenApiDocument document) =>
            schema["default"] ?? schema switch
            {
                _ when (bool?)schema["nullable"] == true => null,
                _ when schema["enum"] is { First: { } first } => first,
                _ when (string?)schema["format"] == "date-time" => FieldRule.ToText(DateTimeOffset.UnixEpoch),
                _ when (string?)schema["format"] == "uri" => "https://example.com/",
                _ when (string?)schema["pattern"] is { Length: > 3 } pattern && $"{pattern[1..3]}{new string('0', 32)}" is var sid
                    && Regex.IsMatch(sid, pattern) => sid,
                _ => (string?)schema["type"] switch
                {
                    "string" => new string('x', (int?)schema["minLength"] ?? 0),
                    "integer" or "number" => schema["minimum"] ?? 0,
                    "boolean" => false,
                    "array" => new JArray(),
                    "object" => new JObject((schema["required"]?.Values<string>() ?? [])
                        .Select(field => new JProperty(field!, Simplest(document.Resolve(schema["properties"]![field!]!), document)))),
                    _ => null,
                },
            };
    }
}
