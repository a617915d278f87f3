using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SpecDrift;

/// <summary>A part that cannot be written; the message is the reason why it is left to a person.</summary>
internal sealed class LeftToAPersonException(string reason) : Exception(reason);

/// <summary>A schema that our document gains: its lines, and the other new schemas that they refer to.</summary>
internal sealed record NewSchema(string Name, IReadOnlyList<string> Lines, IReadOnlySet<string> Needs);

/// <summary>Writes new parts of our document as lines of YAML, by its conventions. Whatever upstream calls a thing stays a string.</summary>
/// <param name="ours">Our document.</param>
/// <param name="names">Our name for each schema that upstream has under another name.</param>
internal sealed partial class SchemaWriter(YamlPlaces ours, IReadOnlyDictionary<string, string> names)
{
    public const string ToBeWritten = "description: To be written.";

    private const int MaximumDepth = 10;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<string, (NewSchema Schema, string Shape)> _added = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _privacy = PrivacyByName(ours);
    private HashSet<string> _needs = new(StringComparer.Ordinal);
    private int _open;

    /// <summary>Writes an element, and returns the new schemas that it needs.</summary>
    public (T Lines, IReadOnlyList<NewSchema> Schemas) Write<T>(Func<T> write)
    {
        _needs = new(StringComparer.Ordinal);
        var lines = write();
        List<NewSchema> all = [];
        var left = new Queue<string>(_needs);
        while (left.TryDequeue(out var name))
        {
            if (!all.Exists(schema => schema.Name == name))
            {
                all.Add(_added[name].Schema);
                foreach (var needed in _added[name].Schema.Needs)
                {
                    left.Enqueue(needed);
                }
            }
        }

        return (lines, all);
    }

    /// <summary>A field of a schema.</summary>
    /// <param name="name">The field's name on the wire.</param>
    /// <param name="shape">The upstream shape.</param>
    /// <param name="owner">The schema that it is a field of, after which its own schemas are named.</param>
    /// <param name="isRequest">True if it is sent in a form.</param>
    public IReadOnlyList<string> Field(string name, Shape shape, string owner, bool isRequest)
    {
        // Upstream marks the fields of responses only. What is private there is private in a form too.
        var privacy = shape.Privacy ?? (isRequest ? _privacy.GetValueOrDefault(Bare(name)) : null);
        return [$"{Plain(name)}:", .. Indented(Schema(shape with { Privacy = privacy }, owner + Pascal(name), isRequest, 0))];
    }

    public IReadOnlyList<string> Parameter(string name, string location, bool isRequired, Shape shape, string owner)
    {
        var schema = Schema(shape, owner + Pascal(name), isRequest: false, 0).Where(line => line != ToBeWritten).ToList();
        if (schema is ["allOf:", var only])
        {
            schema = [only.Replace("  - ", "", StringComparison.Ordinal)];
        }

        return [$"- name: {Plain(name)}", $"  in: {location}", .. isRequired ? ["  required: true"] : Array.Empty<string>(), $"  {ToBeWritten}", "  schema:", .. Indented(Indented(schema))];
    }

    /// <summary>The name of a schema of ours for an object, added if there is none yet.</summary>
    /// <param name="shape">The object.</param>
    /// <param name="wanted">The name of a new schema.</param>
    /// <param name="isRequest">True if it is a form.</param>
    /// <param name="extra">Lines of a new schema, beside its fields.</param>
    public string Model(Shape shape, string wanted, bool isRequest, params string[] extra) => Named(shape, wanted, owner =>
    [
        "type: object", .. extra, ToBeWritten,
        .. shape.Required.Count > 0 ? [$"required: [{string.Join(", ", shape.Required.Select(Plain))}]"] : Array.Empty<string>(),
        "properties:", .. Indented(shape.Fields.SelectMany(field => Field(field.Key, Shape.Of(field.Value), isRequest ? BareRequest().Replace(owner, "$1") : owner, isRequest))),
    ]);

    /// <summary>An item of a list of parameters as a parameter with a name of its own, to refer to.</summary>
    public static IEnumerable<string> AsComponent(string key, IReadOnlyList<string> lines) => [$"{key}:", .. lines.Select(line => line.StartsWith("- ", StringComparison.Ordinal) ? "  " + line[2..] : line)];

    /// <summary>The page of a list.</summary>
    public string Page(string name, string field, string item, string? meta) => Named(new Shape { Format = $"page of {item}" }, name, _ =>
    [
        "type: object", $"x-items: {Plain(field)}", ToBeWritten, $"required: [{Plain(field)}{(meta is null ? "" : ", meta")}]", "properties:",
        $"  {Plain(field)}:", "    type: array", $"    {ToBeWritten}", "    items:", $"      {item}",
        .. meta is null ? Array.Empty<string>() : ["  meta:", $"    {ToBeWritten}", "    allOf:", $"      - {ReferenceTo(meta)}"],
    ]);

    /// <summary>In quotes, as JSON has them, which are a kind of YAML's.</summary>
    public static string Quoted(string text) => JsonSerializer.Serialize(text, Readable);

    /// <summary>Without quotes where YAML of any version reads the same string then.</summary>
    public static string Plain(string text) => PlainString().IsMatch(text) && !OtherValue().IsMatch(text) ? text : Quoted(text);

    /// <summary><c>date_created</c> as <c>DateCreated</c>.</summary>
    public static string Pascal(string name) => string.Concat(NotAWord().Split(name).Where(word => word.Length > 0).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    public static IEnumerable<string> Indented(IEnumerable<string> lines) => lines.Select(line => "  " + line);

    private List<string> Schema(Shape shape, string name, bool isRequest, int depth)
    {
        if (depth > MaximumDepth)
        {
            throw new LeftToAPersonException($"it is nested deeper than {MaximumDepth} levels");
        }

        List<string> lines = [];
        var reference = Reference(shape, name, isRequest);
        if (reference is null)
        {
            lines.AddRange(Inline(shape, name, isRequest, depth));
        }

        lines.AddRange(shape.IsNullable ? ["nullable: true"] : Array.Empty<string>());
        lines.AddRange(shape.Privacy is { } privacy ? [$"x-privacy: {privacy}"] : Array.Empty<string>());
        lines.Add(ToBeWritten);
        lines.AddRange(reference is not null ? ["allOf:", $"  - {reference}"] : Array.Empty<string>());
        return lines;
    }

    private IEnumerable<string> Inline(Shape shape, string name, bool isRequest, int depth)
    {
        if (shape.Type is { } type)
        {
            yield return $"type: {Plain(type)}";
        }

        if (shape.Items is { } items)
        {
            yield return "items:";
            foreach (var line in Nested(Shape.Of(items), Singular(name)))
            {
                yield return line;
            }
        }

        if (shape.Map is { } map)
        {
            yield return "additionalProperties:";
            foreach (var line in Nested(Shape.Of(map), name))
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

        foreach (var (limitName, limit) in shape.Minima.Concat(shape.Maxima))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{limitName}: {limit}");
        }

        IEnumerable<string> Nested(Shape inner, string innerName)
        {
            var lines = Schema(inner, innerName, isRequest, depth + 1);
            return Indented(lines is [ToBeWritten, "allOf:", var only] ? [only.Replace("  - ", "", StringComparison.Ordinal)] : lines.Where(line => line != ToBeWritten).DefaultIfEmpty("{}"));
        }
    }

    /// <summary>
    /// Our name for the schema that a field refers to: an upstream reference, an enum, or an object with fields. Null for anything else.
    /// </summary>
    private string? Reference(Shape shape, string name, bool isRequest)
    {
        var known = shape.Reference is { } theirs && names.TryGetValue(theirs, out var our) && ours.Child(ours.Components("schemas"), our) is { } schema ? (Name: our, Node: schema) : default;
        if (shape.Values is { } values)
        {
            if (shape.Type is not (null or "string"))
            {
                throw new LeftToAPersonException("it is an enum of other values than strings");
            }

            var same = known.Node is not null && values.All(ValuesOf(known.Node).Contains) ? known.Name
                : ours.Components("schemas")?.Children.FirstOrDefault(other => values.Count > 1 && ValuesOf(other.Value).SetEquals(values)).Key is { } key ? YamlPlaces.Text(key)
                : null;
            return ReferenceTo(same ?? Named(shape, name, _ => ["type: string", $"enum: [{string.Join(", ", values.Select(Quoted))}]", ToBeWritten]));
        }

        if (shape.Fields.Count == 0)
        {
            return null;
        }

        return ReferenceTo(known.Name ?? Model(shape, name, isRequest));
    }

    private HashSet<string> ValuesOf(YamlDotNet.RepresentationModel.YamlNode schema) =>
        YamlPlaces.Items(ours.Child(schema, "enum")).Select(value => YamlPlaces.Text(value)!).ToHashSet();

    private string Named(Shape shape, string wanted, Func<string, IEnumerable<string>> lines)
    {
        var text = ShapeText.Of(shape with { IsNullable = false });
        var name = wanted;
        for (var number = 2; ours.Child(ours.Components("schemas"), name) is not null || (_added.TryGetValue(name, out var other) && other.Shape != text); number++)
        {
            name = $"{wanted}{number}";
        }

        if (_open > MaximumDepth || (_added.TryGetValue(name, out var known) && known.Schema.Lines.Count == 0))
        {
            throw new LeftToAPersonException("it contains itself");
        }

        if (!_added.ContainsKey(name))
        {
            _open++;
            _added[name] = (new NewSchema(name, [], _needs), text);
            var outer = _needs;
            _needs = new(StringComparer.Ordinal);
            try
            {
                _added[name] = (new NewSchema(name, [.. lines(name)], _needs), text);
            }
            catch (LeftToAPersonException)
            {
                _added.Remove(name);
                throw;
            }
            finally
            {
                _needs = outer;
                _open--;
            }
        }

        _needs.Add(name);
        return name;
    }

    public static string ReferenceTo(string schema) => $"$ref: \"#/components/schemas/{schema}\"";

    public static string Singular(string word) =>
        word.EndsWith("ies", StringComparison.Ordinal) ? word[..^3] + "y"
        : word.EndsWith("sses", StringComparison.Ordinal) || word.EndsWith("xes", StringComparison.Ordinal) ? word[..^2]
        : word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) ? word[..^1]
        : word;

    /// <summary>The marks of our fields by their names, whatever the field is in.</summary>
    private static Dictionary<string, string> PrivacyByName(YamlPlaces ours)
    {
        var marks = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in YamlPlaces.Entries(ours.Components("schemas")).SelectMany(schema => YamlPlaces.Entries(ours.Child(schema.Value, "properties"))))
        {
            if (YamlPlaces.Text(ours.Child(field.Value, "x-privacy")) is { } mark)
            {
                marks[Bare(YamlPlaces.Text(field.Key)!)] = mark;
            }
        }

        return marks;
    }

    private static string Bare(string name) => NotAWord().Replace(name, "").ToUpperInvariant();

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex NotAWord();

    [GeneratedRegex(@"\A(?:Create|Update)?(.+)Request\z")]
    private static partial Regex BareRequest();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_.-]*\z")]
    private static partial Regex PlainString();

    [GeneratedRegex(@"\A(null|true|false|yes|no|on|off|y|n)\z", RegexOptions.IgnoreCase)]
    private static partial Regex OtherValue();
}
