using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TwilioConversations;

/// <summary>
/// Response fields that this version of the library does not know, or whose values its properties cannot take: JSON text by wire name.
/// </summary>
/// <remarks>
/// A property whose value is here throws a <see cref="FieldUnavailableException"/> if it is read.
/// Immutable, and equal to another with the same names and values in any order. The values may hold anything,
/// personal data included, so that <see cref="ToString"/> shows only how many there are.
/// </remarks>
/// <example>
/// <code>
/// if (participant.AdditionalFields.TryGetValue("new_field", out var json)) { … }
/// </code>
/// </example>
[JsonConverter(typeof(ModelJsonConverter<AdditionalFields>))]
[Newtonsoft.Json.JsonConverter(typeof(NewtonsoftConverter))]
#pragma warning disable CA1710 // The plain name reads best where it stands: participant.AdditionalFields["new_field"].
public sealed class AdditionalFields : IReadOnlyDictionary<string, string>, IEquatable<AdditionalFields>, IJsonModel
#pragma warning restore CA1710
{
    private static readonly JsonNames Names = new(nameof(AdditionalFields));
    private static readonly JsonRead<AdditionalFields> ReadFrom = Read;

    private readonly Dictionary<string, string> _fields;

    /// <summary>Creates a set without fields.</summary>
    public AdditionalFields()
        : this([])
    {
    }

    /// <summary>Creates a set of fields, for tests.</summary>
    /// <param name="fields">JSON texts by wire name; if a name is repeated, the last one counts.</param>
    /// <exception cref="ArgumentNullException"><paramref name="fields"/> is null.</exception>
    public AdditionalFields(IEnumerable<KeyValuePair<string, string>> fields)
    {
        _fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in fields ?? throw new ArgumentNullException(nameof(fields)))
        {
            _fields[field.Key] = field.Value;
        }
    }

    /// <summary>No fields, as in most responses.</summary>
    public static AdditionalFields None { get; } = new();

    /// <inheritdoc/>
    public int Count => _fields.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _fields.Keys;

    /// <inheritdoc/>
    public IEnumerable<string> Values => _fields.Values;

    Delegate IJsonModel.Reader => ReadFrom;

    /// <summary>The JSON text of a field.</summary>
    /// <param name="key">The field's wire name.</param>
    /// <exception cref="KeyNotFoundException">The response had no such field.</exception>
    public string this[string key] => _fields[key];

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _fields.ContainsKey(key);

    /// <inheritdoc/>
#pragma warning disable CS8767 // The interface promises non-null on every target, the framework behind netstandard2.0 only by convention.
    public bool TryGetValue(string key, out string value) => _fields.TryGetValue(key, out value!);
#pragma warning restore CS8767

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(AdditionalFields? other) =>
        other is not null && Count == other.Count && _fields.All(field => other.TryGetValue(field.Key, out var text) && text == field.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AdditionalFields);

    /// <inheritdoc/>
    public override int GetHashCode() => _fields.Keys.Aggregate(0, (hash, name) => hash ^ StringComparer.Ordinal.GetHashCode(name));

    internal void WriteTo(Utf8JsonWriter json)
    {
        foreach (var field in _fields)
        {
            json.WritePropertyName(field.Key);
            json.WriteRawValue(field.Value is { Length: > 0 } text ? text : "null");
        }
    }

    /// <summary>The number of fields.</summary>
    public override string ToString() => $"{Count} additional fields";

    ModelFields IJsonModel.Fields() => new(Names, 0, this);

    private static AdditionalFields Read(ref JsonFields fields)
    {
        var outer = fields.Begin(Names);
        while (fields.MoveNext())
        {
            fields.Keep();
        }

        return fields.End(outer, out _);
    }
}
