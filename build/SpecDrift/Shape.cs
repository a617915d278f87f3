using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace SpecDrift;

/// <summary>
/// The values that a schema accepts, without its name and descriptions. References are followed, <c>allOf</c> is merged, and null as one of
/// several alternatives makes it nullable.
/// </summary>
internal sealed record Shape
{
    // Operations share the schemas of their models, and to follow a reference takes the reader long.
    private static readonly ConditionalWeakTable<IOpenApiSchema, Shape> Known = [];

    /// <summary>The shape of the values of the format <c>uri-map</c>.</summary>
    private static readonly OpenApiSchema Address = new() { Type = JsonSchemaType.String, Format = "uri" };

    public string? Type { get; init; }

    public string? Format { get; init; }

    public string? Pattern { get; init; }

    public bool IsNullable { get; init; }

    public bool IsDeprecated { get; init; }

    public bool IsReadOnly { get; init; }

    public bool IsWriteOnly { get; init; }

    /// <summary>The privacy class of the value: personal or sensitive; null if none is declared.</summary>
    public string? Privacy { get; init; }

    /// <summary>The name of the schema that is referred to; null for one that is written out in its place.</summary>
    public string? Reference { get; init; }

    /// <summary>The shape of a map's values.</summary>
    public IOpenApiSchema? Map { get; init; }

    /// <summary>Rules that nothing else here has, by keyword.</summary>
    public IReadOnlyDictionary<string, string> Rules { get; init; } = new Dictionary<string, string>();

    public string? Default { get; init; }

    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>Lower limits by keyword.</summary>
    public IReadOnlyDictionary<string, decimal> Minima { get; init; } = new Dictionary<string, decimal>();

    /// <summary>Upper limits by keyword.</summary>
    public IReadOnlyDictionary<string, decimal> Maxima { get; init; } = new Dictionary<string, decimal>();

    public IReadOnlyDictionary<string, IOpenApiSchema> Fields { get; init; } = new Dictionary<string, IOpenApiSchema>();

    public IReadOnlySet<string> Required { get; init; } = new HashSet<string>();

    public IOpenApiSchema? Items { get; init; }

    /// <summary>The alternatives of <c>oneOf</c> or <c>anyOf</c>, except null; empty if there is no choice.</summary>
    public IReadOnlyList<IOpenApiSchema> Alternatives { get; init; } = [];

    /// <summary>The schema behind any references, by which a schema within itself is recognized.</summary>
    public object? Schema { get; init; }

    public static Shape Of(IOpenApiSchema? schema) => schema is null ? new Shape() : Known.GetValue(schema, known => Of(known, 0) with
    {
        Schema = known is OpenApiSchemaReference { RecursiveTarget: { } target } ? target : known,
        Reference = ReferenceOf(known),
    });

    private static Shape Of(IOpenApiSchema schema, int depth)
    {
        if (depth > 20)
        {
            throw new BadInputException("A schema is put together of itself by allOf, oneOf or anyOf.");
        }

        IList<IOpenApiSchema> choices = [.. schema.OneOf ?? [], .. schema.AnyOf ?? []];
        List<IOpenApiSchema> alternatives = [.. choices.Where(choice => !IsNull(choice))];
        var own = new Shape
        {
            // Upstream leaves the type out now and then, even if it lists the fields.
            Type = TypeOf(schema.Type) ?? (schema.Properties is { Count: > 0 } ? "object" : schema.Items is not null ? "array" : null),
            Format = schema.Format,
            Pattern = schema.Pattern,
            IsNullable = schema.Type?.HasFlag(JsonSchemaType.Null) == true || alternatives.Count < choices.Count || schema.Enum?.Any(IsNull) == true,
            IsDeprecated = schema.Deprecated,
            IsReadOnly = schema.ReadOnly,
            IsWriteOnly = schema.WriteOnly,
            Privacy = PrivacyOf(schema.Extensions),
            Map = schema.AdditionalProperties ?? (schema.Format == "uri-map" ? Address : null),
            Rules = RulesOf(schema),
            Default = schema.Default?.ToJsonString(),
            Values = schema.Enum is { Count: > 0 } values ? [.. values.Where(value => !IsNull(value)).Select(Text)] : null,
            Minima = Limits(
                ("minimum", Number(schema.Minimum)), ("exclusiveMinimum", Number(schema.ExclusiveMinimum)), ("minLength", schema.MinLength), ("minItems", schema.MinItems), ("minProperties", schema.MinProperties)),
            Maxima = Limits(
                ("maximum", Number(schema.Maximum)), ("exclusiveMaximum", Number(schema.ExclusiveMaximum)), ("maxLength", schema.MaxLength), ("maxItems", schema.MaxItems), ("maxProperties", schema.MaxProperties)),
            Fields = schema.Properties is { } properties ? new Dictionary<string, IOpenApiSchema>(properties) : new(),
            Required = schema.Required is { } required ? new HashSet<string>(required, StringComparer.Ordinal) : [],
            Items = schema.Items,
            Alternatives = alternatives.Count > 1 ? alternatives : [],
        };
        var parts = alternatives.Count == 1 ? [.. schema.AllOf ?? [], alternatives[0]] : schema.AllOf ?? [];
        return parts.Aggregate(own, (shape, part) => shape.With(Of(part, depth + 1)));
    }

    private Shape With(Shape part) => this with
    {
        Type = Type ?? part.Type,
        Format = Format ?? part.Format,
        Pattern = Pattern ?? part.Pattern,
        IsNullable = IsNullable || part.IsNullable,
        IsDeprecated = IsDeprecated || part.IsDeprecated,
        IsReadOnly = IsReadOnly || part.IsReadOnly,
        IsWriteOnly = IsWriteOnly || part.IsWriteOnly,
        Privacy = Privacy ?? part.Privacy,
        Map = Map ?? part.Map,
        Rules = Merged(part.Rules, Rules),
        Default = Default ?? part.Default,
        Values = Values ?? part.Values,
        Minima = Merged(part.Minima, Minima),
        Maxima = Merged(part.Maxima, Maxima),
        Fields = Merged(part.Fields, Fields),
        Required = Required.Union(part.Required).ToHashSet(),
        Items = Items ?? part.Items,
        Alternatives = Alternatives.Count > 0 ? Alternatives : part.Alternatives,
    };

    /// <summary>A reference, or one that only a description or null stand beside.</summary>
    private static string? ReferenceOf(IOpenApiSchema schema) => schema switch
    {
        OpenApiSchemaReference reference => reference.Reference.Id,
        { AllOf: [OpenApiSchemaReference only], Properties: null or { Count: 0 } } => only.Reference.Id,
        _ => null,
    };

    // Ours has one word, upstream's mark says how the value is handled and for how long it is kept.
    private static string? PrivacyOf(IDictionary<string, IOpenApiExtension>? extensions) =>
        NodeOf(extensions, "x-privacy") is JsonValue own ? own.ToString()
        : ((NodeOf(extensions, "x-twilio") as JsonObject)?["pii"] as JsonObject)?["handling"] is JsonValue handling ? (handling.ToString() == "sensitive" ? "sensitive" : "personal")
        : null;

    private static JsonNode? NodeOf(IDictionary<string, IOpenApiExtension>? extensions, string name) =>
        extensions is not null && extensions.TryGetValue(name, out var extension) && extension is JsonNodeExtension { Node: { } node } ? node : null;

    private static Dictionary<string, string> RulesOf(IOpenApiSchema schema)
    {
        (string Name, string? Text)[] rules =
        [
            ("multipleOf", schema.MultipleOf?.ToString(CultureInfo.InvariantCulture)),
            ("uniqueItems", schema.UniqueItems == true ? "true" : null),
            ("additionalProperties", schema.AdditionalPropertiesAllowed ? null : "false"),
            ("const", schema.Const),
            ("discriminator", schema.Discriminator?.PropertyName),
            ("not", schema.Not is { } not ? ShapeText.AlternativesOf(not)[0] : null),
        ];
        return rules.Where(rule => rule.Text is not null).ToDictionary(rule => rule.Name, rule => rule.Text!);
    }

    private static bool IsNull(IOpenApiSchema schema) =>
        (schema.Type == JsonSchemaType.Null && schema is { AllOf: null or [], OneOf: null or [], AnyOf: null or [] }) || (schema.Enum is { Count: > 0 } values && values.All(IsNull));

    private static bool IsNull(JsonNode? value) => value is null || value.GetValueKind() == JsonValueKind.Null || JsonNullSentinel.IsJsonNullSentinel(value);

    private static Dictionary<string, T> Merged<T>(IReadOnlyDictionary<string, T> one, IReadOnlyDictionary<string, T> other)
    {
        var all = new Dictionary<string, T>(one);
        foreach (var (key, value) in other)
        {
            all[key] = value;
        }

        return all;
    }

    private static Dictionary<string, decimal> Limits(params (string Name, decimal? Value)[] limits) =>
        limits.Where(limit => limit.Value is not null).ToDictionary(limit => limit.Name, limit => limit.Value!.Value);

    private static decimal? Number(string? text) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? TypeOf(JsonSchemaType? type) =>
        (type & ~JsonSchemaType.Null) is { } flags and not 0 ? flags.ToString().ToLowerInvariant() : null;

    private static string Text(JsonNode? value) => value is JsonValue text && text.TryGetValue<string>(out var found) ? found : value?.ToJsonString() ?? "null";
}
