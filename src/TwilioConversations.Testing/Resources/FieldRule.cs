using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>The rules of the OpenAPI document for a field of a form or query.</summary>
internal sealed class FieldRule
{
    public const string DateRule = "a date and time such as 2026-01-02T03:04:05Z";

    /// <summary>The value that removes a stored one.</summary>
    public const string Removal = "null";

    // Attributes alone have a limit in bytes.
    private const int TooLong = 50303;

    // RFC 3339 requires the offset.
    private static readonly string[] DateFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    private readonly bool _isInteger;
    private readonly bool _isBoolean;
    private readonly bool _isDate;
    private readonly bool _isRemovable;
    private readonly int _minLength;
    private readonly int _maxLength;
    private readonly int? _maxBytes;
    private readonly Regex? _pattern;
    private readonly string[]? _allowed;
    private readonly long _minimum;

    /// <summary>Reads a schema. The items of an array have a schema of their own, which holds for each value.</summary>
    public FieldRule(JObject schema, JObject? items)
    {
        var value = items ?? schema;
        _isInteger = (string?)value["type"] == "integer";
        _isBoolean = (string?)value["type"] == "boolean";
        _isDate = (string?)value["format"] == "date-time";
        _isRemovable = (bool?)schema["x-removable"] ?? false;
        _minLength = (int?)value["minLength"] ?? 0;
        _maxLength = (int?)value["maxLength"] ?? int.MaxValue;
        _maxBytes = (int?)value["x-json-maximum-bytes"];
        _pattern = (string?)value["pattern"] is { } pattern ? new Regex(pattern) : null;
        // The items of an array may have values that the document does not know, such as a permission of a role.
        _allowed = schema["enum"]?.Values<string>().ToArray()!;
        _minimum = (long?)value["minimum"] ?? int.MinValue;
        Maximum = (long?)value["maximum"] ?? int.MaxValue;
        IsArray = items is not null;
        ItemValues = items?["enum"]?.Values<string>().OfType<string>().ToHashSet() ?? [];
        MaxItems = (int?)schema["maxItems"] ?? int.MaxValue;
        Default = (int?)schema["default"];
    }

    public bool IsArray { get; }

    /// <summary>The values that the document lists for the items of an array; empty if it lists none.</summary>
    public IReadOnlySet<string> ItemValues { get; }

    public int MaxItems { get; }

    public long Maximum { get; }

    public int? Default { get; }

    /// <summary>The value of a text; null if it removes the stored value.</summary>
    /// <exception cref="ApiFault">The text breaks the rule.</exception>
    public JToken? Read(string name, string text, int code = ApiFault.InvalidCode, long? maximum = null)
    {
        if (_isRemovable && text == Removal)
        {
            return null;
        }

        var upper = Math.Min(Maximum, maximum ?? Maximum);
        if (_isInteger)
        {
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= _minimum && number <= upper ? number
                : throw Broken(upper < int.MaxValue ? $"a number from {_minimum} to {upper}" : $"a number of at least {Math.Max(_minimum, 0)}");
        }

        if (_isDate)
        {
            return TryParseDate(text, out var date) ? ToText(date) : throw Broken(DateRule);
        }

        if (_isBoolean)
        {
            return bool.TryParse(text, out var isTrue) ? isTrue : throw Broken("true or false");
        }

        if (_allowed is not null)
        {
            // The service takes an enum's values in either case.
            return Array.Find(_allowed, value => value.Equals(text, StringComparison.OrdinalIgnoreCase))
                ?? throw Broken($"one of {string.Join(", ", _allowed)}");
        }

        return _pattern?.IsMatch(text) == false ? throw Broken($"of the form {_pattern}")
            : text.Length < _minLength || text.Length > _maxLength ? throw Broken($"{_minLength} to {_maxLength} characters long")
            : _maxBytes is { } bytes && !IsJson(text) ? throw Broken($"JSON of at most {bytes} bytes")
            : Encoding.UTF8.GetByteCount(text) > _maxBytes ? throw new ApiFault(400, TooLong, $"{name} must be JSON of at most {_maxBytes} bytes")
            : text;

        ApiFault Broken(string rule) => new(400, code, $"{name} must be {rule}");
    }

    public static bool TryParseDate(string text, out DateTimeOffset date) =>
        DateTimeOffset.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out date);

    public static string ToText(DateTimeOffset date) => date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static bool IsJson(string text)
    {
        try
        {
            JsonDocument.Parse(text).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
