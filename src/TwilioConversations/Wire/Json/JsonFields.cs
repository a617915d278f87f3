using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TwilioConversations;

/// <summary>Reads one object from its first token to its last.</summary>
internal delegate T JsonRead<out T>(ref JsonFields fields);

/// <summary>Walks the fields of JSON objects in UTF-8, one object at a time: generated models are read with it, without reflection.</summary>
/// <remarks>
/// A field of a response whose value does not fit is marked as absent, and its JSON is kept. Only a response that is no JSON, no such
/// object or without a key is an exception, and so is any misfit in a request. An exception names the field and the place and never the
/// content. Of a repeated field the last counts.
/// </remarks>
internal ref partial struct JsonFields
{
    // Strings of the first fields of each object are shared, if they are not longer than a SID.
    private const int SharedLength = 34;
    private const int SharedFields = 16;
    private const int SharedDepths = 4;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly JsonReaderOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly bool _isResponse;
    private readonly (string? Text, int Start, int Length)[]? _shared;
    private Utf8JsonReader _json;
    private Level _level;
    private bool _isItem;

    private JsonFields(ReadOnlySpan<byte> bytes, bool isResponse)
    {
        _bytes = bytes;
        _isResponse = isResponse;
        _json = new Utf8JsonReader(bytes, isResponse ? default : Lenient);
        // A response of one record has nothing to share.
        _shared = bytes.Length < 1024 ? null : new (string?, int, int)[SharedDepths * SharedFields];
    }

    /// <summary>The index of the field at hand among the names; -1 for one that has no name there.</summary>
    public readonly int Index => _level.Index;

    /// <summary>The wire name of the field at hand.</summary>
    public readonly string Name => Index < 0 ? _level.Unknown! : _level.Names[Index];

    /// <summary>True if the value at hand is null.</summary>
    public readonly bool IsNull => _json.TokenType == JsonTokenType.Null;

    private readonly bool IsAbsent => Index >= 0 && (_level.Absent & (1ul << Index)) != 0;

    /// <summary>Reads a JSON text of which nothing is left over.</summary>
    /// <param name="bytes">The text in UTF-8.</param>
    /// <param name="read">Reads the object.</param>
    /// <param name="isResponse">True if it comes from the service and must have its keys, rather than from the caller's own storage.</param>
    /// <exception cref="UnexpectedJsonException">It is not JSON by RFC 8259, or not what <paramref name="read"/> reads.</exception>
    public static T Read<T>(ReadOnlySpan<byte> bytes, JsonRead<T> read, bool isResponse = true)
    {
        if (bytes.IsEmpty)
        {
            throw new UnexpectedJsonException("the body is empty");
        }

        var fields = new JsonFields(bytes.StartsWith("\uFEFF"u8) ? bytes.Slice(3) : bytes, isResponse);
        try
        {
            fields._json.Read();
            var result = read(ref fields);
            // Throws if anything follows the value.
            fields._json.Read();
            return result;
        }
        catch (JsonException e)
        {
            // Its own message quotes the text.
            throw Placed("not valid JSON", e.LineNumber + 1, e.BytePositionInLine + 1);
        }
    }

    /// <summary>Enters the object that is the value at hand, and gives back where it stands, for <see cref="End(in Level)"/>.</summary>
    /// <param name="names">The names of its fields.</param>
    /// <param name="isRequest">True if every value must fit.</param>
    public Level Begin(JsonNames names, bool isRequest = false)
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            throw At($"{names.TypeName} is not an object");
        }

        var outer = _level;
        // One odd item is no reason to lose a page.
        var keys = _isResponse && !_isItem ? names.Keys : 0;
        _level = new Level { Names = names, Absent = names.All, Keys = keys, MustFit = isRequest ? ulong.MaxValue : keys };
        _isItem = false;
        return outer;
    }

    public bool MoveNext()
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.EndObject)
        {
            ThrowIfKeyIsAbsent();
            return false;
        }

        var index = _level.Names.IndexOf(_json.ValueIsEscaped ? Encoding.UTF8.GetBytes(GetString()) : _json.ValueSpan, _level.Due);
        _level.Index = index;
        if (index < 0)
        {
            _level.Unknown = GetString();
        }
        else
        {
            _level.Due = index + 1;
            _level.Absent &= ~(1ul << index);
            _level.Additional?.Remove(_level.Names[index]);
        }

        _json.Read();
        return true;
    }

    /// <summary>Leaves the field out.</summary>
    public void Skip() => _json.Skip();

    /// <summary>Keeps the field as JSON text.</summary>
    public void Keep() => Keep((int)_json.TokenStartIndex);

    /// <summary>Reads a field of a request's form that has no property, or the object of those that replace properties.</summary>
    public void ReadAdditional(IDictionary<string, string> additional)
    {
        if (Name != FormWriter.Replacements || _json.TokenType != JsonTokenType.StartObject)
        {
            additional[Name] = ReadString()!;
            return;
        }

        foreach (var field in ReadMap()!)
        {
            additional[field.Key] = field.Value;
        }
    }

    /// <summary>Leaves an object and gives the fields of it that were kept, and those that are absent.</summary>
    public AdditionalFields End(in Level outer, out ulong absent)
    {
        var additional = _level.Additional;
        absent = _level.Absent;
        _level = outer;
        return additional is null ? AdditionalFields.None : new AdditionalFields(additional);
    }

    /// <summary>Leaves an object.</summary>
    public void End(in Level outer) => _level = outer;

    private void Keep(int start)
    {
        _json.Skip();
        (_level.Additional ??= new(StringComparer.Ordinal))[Name] = Decode(_bytes.Slice(start, (int)_json.BytesConsumed - start));
    }

    // The value at hand does not fit: the field is absent, and its JSON is kept.
    private void Misfit(string expected)
    {
        if (IsAbsent)
        {
            return;
        }

        if (_level.Names is null || (_level.MustFit & (1ul << Index)) != 0)
        {
            throw At($"{_level.Names?.TypeName ?? "the value"}{(_level.Names is null ? "" : "." + Name)} is {(IsNull ? "null" : $"not {expected}")}");
        }

        Keep();
        if (Index >= 0)
        {
            _level.Absent |= 1ul << Index;
        }
    }

    private readonly void ThrowIfKeyIsAbsent()
    {
        var missing = _level.Absent & _level.Keys;
        for (var i = 0; missing != 0; i++, missing >>= 1)
        {
            if ((missing & 1) != 0)
            {
                throw At($"{_level.Names.TypeName} has no field {_level.Names[i]}");
            }
        }
    }

    // The place is where the token at hand ends, in characters.
    private readonly UnexpectedJsonException At(string problem)
    {
        var read = Encoding.UTF8.GetString(_bytes.Slice(0, (int)_json.BytesConsumed).ToArray());
        return Placed(problem, read.Count(c => c == '\n') + 1, read.Length - read.LastIndexOf('\n') - 1);
    }

    private static UnexpectedJsonException Placed(string problem, long? line, long? position) =>
        new(string.Format(CultureInfo.InvariantCulture, "{0} (line {1}, position {2})", problem, line, position));

    /// <summary>The fields of an object that were not read.</summary>
    internal struct Level
    {
        public JsonNames Names;
        public int Index;
        public int Due;
        // A bit for each field: without a value so far, without which a response is rejected, of which every value must fit.
        public ulong Absent;
        public ulong Keys;
        public ulong MustFit;
        public string? Unknown;
        public Dictionary<string, string>? Additional;
    }
}
