using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace SpecDrift;

/// <summary>What a schema accepts, without its name and descriptions. References are followed, <c>allOf</c> is merged, and null as one of several alternatives makes it nullable.</summary>
internal sealed record Shape
{
    // Operations share the schemas of their models, and to follow a reference takes the reader long.
    private static readonly ConditionalWeakTable<IOpenApiSchema, Shape> Known = [];

    public string? Type { get; init; }

    public string? Format { get; init; }

    public string? Pattern { get; init; }

    public bool IsNullable { get; init; }

    public bool IsDeprecated { get; init; }

    public string? Default { get; init; }

    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>Lower limits by keyword.</summary>
    public IReadOnlyDictionary<string, decimal> Minima { get; init; } = new Dictionary<string, decimal>();

    /// <summary>Upper limits by keyword.</summary>
    public IReadOnlyDictionary<string, decimal> Maxima { get; init; } = new Dictionary<string, decimal>();

    public IReadOnlyDictionary<string, IOpenApiSchema> Fields { get; init; } = new Dictionary<string, IOpenApiSchema>();

    public IReadOnlySet<string> Required { get; init; } = new HashSet<string>();

    public IOpenApiSchema? Items { get; init; }

    /// <summary>What <c>oneOf</c> or <c>anyOf</c> leave open, null aside; empty where there is no choice.</summary>
    public IReadOnlyList<IOpenApiSchema> Alternatives { get; init; } = [];

    /// <summary>The schema behind any references, by which a schema within itself is recognised.</summary>
    public object? Schema { get; init; }

    public static Shape Of(IOpenApiSchema? schema) => schema is null ? new Shape() : Known.GetValue(schema, known => Of(known, 0) with
    {
        Schema = known is OpenApiSchemaReference { RecursiveTarget: { } target } ? target : known,
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
            Type = TypeOf(schema.Type),
            Format = schema.Format,
            Pattern = schema.Pattern,
            IsNullable = schema.Type?.HasFlag(JsonSchemaType.Null) == true || alternatives.Count < choices.Count || schema.Enum?.Any(IsNull) == true,
            IsDeprecated = schema.Deprecated,
            Default = schema.Default?.ToJsonString(),
            Values = schema.Enum is { Count: > 0 } values ? [.. values.Where(value => !IsNull(value)).Select(Text)] : null,
            Minima = Limits(("minimum", Number(schema.Minimum ?? schema.ExclusiveMinimum)), ("minLength", schema.MinLength), ("minItems", schema.MinItems)),
            Maxima = Limits(("maximum", Number(schema.Maximum ?? schema.ExclusiveMaximum)), ("maxLength", schema.MaxLength), ("maxItems", schema.MaxItems)),
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
        Default = Default ?? part.Default,
        Values = Values ?? part.Values,
        Minima = Merged(part.Minima, Minima),
        Maxima = Merged(part.Maxima, Maxima),
        Fields = Merged(part.Fields, Fields),
        Required = Required.Union(part.Required).ToHashSet(),
        Items = Items ?? part.Items,
        Alternatives = Alternatives.Count > 0 ? Alternatives : part.Alternatives,
    };

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
