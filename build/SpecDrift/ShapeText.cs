using System.Globalization;
using Microsoft.OpenApi;

namespace SpecDrift;

/// <summary>Schemas in one line each. Two that accept the same have the same text.</summary>
internal sealed class ShapeText
{
    // Deeper levels hardly ever distinguish alternatives, and a schema within itself must end.
    private const int MaximumDepth = 5;

    private int _left = 10_000;

    /// <summary>The alternatives of a schema, in the order of their texts; a schema without any is its own only one.</summary>
    public static IReadOnlyList<string> AlternativesOf(IOpenApiSchema schema) => new ShapeText().AlternativesOf(Shape.Of(schema), 0);

    /// <summary>The values that a shape accepts, including null.</summary>
    public static string Of(Shape shape) => new ShapeText().Of(shape, 0);

    private IReadOnlyList<string> AlternativesOf(Shape shape, int depth) => shape.Alternatives.Count == 0
        ? [Of(shape with { IsNullable = false }, depth)]
        : [.. shape.Alternatives.Select(alternative => Of(Shape.Of(alternative), depth)).Distinct().Order(StringComparer.Ordinal)];

    private string Of(Shape shape, int depth)
    {
        if (depth > MaximumDepth || _left-- <= 0)
        {
            return "…";
        }

        if (shape.Alternatives.Count > 0)
        {
            return $"({string.Join(" | ", AlternativesOf(shape, depth + 1))})";
        }

        var fields = shape.Fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}{(shape.Required.Contains(field.Key) ? "" : "?")}: {Of(Shape.Of(field.Value), depth + 1)}");
        string?[] parts =
        [
            shape.Type ?? "anything",
            shape.Items is null ? null : $"of {Of(Shape.Of(shape.Items), depth + 1)}",
            shape.Map is null ? null : $"map of {Of(Shape.Of(shape.Map), depth + 1)}",
            shape.Fields.Count == 0 ? null : $"{{{string.Join(", ", fields)}}}",
            shape.Format,
            shape.Pattern,
            .. shape.Minima.Concat(shape.Maxima).Select(limit => string.Create(CultureInfo.InvariantCulture, $"{limit.Key} {limit.Value}")),
            .. shape.Rules.Select(rule => $"{rule.Key} {rule.Value}"),
            shape.Values is null ? null : $"[{string.Join(", ", shape.Values.Order(StringComparer.Ordinal))}]",
            shape.IsNullable ? "or null" : null,
        ];
        return string.Join(' ', parts.OfType<string>());
    }
}
