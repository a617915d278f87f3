using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SpecDrift;

/// <summary>New parts of our document, as lines of YAML. Whatever upstream calls a thing stays a string.</summary>
internal static partial class YamlText
{
    private const int MaximumDepth = 10;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Description = ["description: To be written."];

    public static IEnumerable<string> Field(string name, Shape shape) => Field(name, shape, 0);

    public static IEnumerable<string> Parameter(Place place, Shape shape) =>
        [$"- name: {Plain(place.Name)}", $"  in: {place.Part}", .. Indented(Description), "  schema:", .. Indented(Indented(Schema(shape, 0)))];

    /// <summary>In quotes, as JSON has them, which are a kind of YAML's.</summary>
    public static string Quoted(string text) => JsonSerializer.Serialize(text, Readable);

    // Lazy, since the lines of a schema within itself have no end.
    private static IEnumerable<string> Field(string name, Shape shape, int depth) => Indented(Schema(shape, depth).Concat(Description)).Prepend($"{Plain(name)}:");

    private static IEnumerable<string> Schema(Shape shape, int depth)
    {
        if (shape.Type is { } type)
        {
            yield return $"type: {Plain(type)}";
        }

        if (shape.Items is { } items && depth < MaximumDepth)
        {
            yield return "items:";
            foreach (var line in Indented(Schema(Shape.Of(items), depth + 1)).DefaultIfEmpty("  {}"))
            {
                yield return line;
            }
        }

        if (shape.Fields.Count > 0 && depth < MaximumDepth)
        {
            yield return "properties:";
            foreach (var line in Indented(shape.Fields.SelectMany(field => Field(field.Key, Shape.Of(field.Value), depth + 1))))
            {
                yield return line;
            }
        }

        if (shape.Format is { } format)
        {
            yield return $"format: {Plain(format)}";
        }

        if (shape.Pattern is { } pattern)
        {
            yield return $"pattern: {Quoted(pattern)}";
        }

        foreach (var (name, limit) in shape.Minima.Concat(shape.Maxima))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{name}: {limit}");
        }

        if (shape.Values is { } values)
        {
            yield return $"enum: [{string.Join(", ", values.Select(Quoted))}]";
        }

        if (shape.IsNullable)
        {
            yield return "nullable: true";
        }
    }

    private static IEnumerable<string> Indented(IEnumerable<string> lines) => lines.Select(line => "  " + line);

    /// <summary>Without quotes where YAML of any version reads the same string then.</summary>
    private static string Plain(string text) => PlainString().IsMatch(text) && !OtherValue().IsMatch(text) ? text : Quoted(text);

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_.-]*\z")]
    private static partial Regex PlainString();

    [GeneratedRegex(@"\A(null|true|false|yes|no|on|off|y|n)\z", RegexOptions.IgnoreCase)]
    private static partial Regex OtherValue();
}
