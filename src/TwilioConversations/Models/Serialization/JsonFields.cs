using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TwilioConversations;

/// <summary>Reads one object from its first token to its last.</summary>
internal delegate T JsonRead<out T>(ref JsonFields fields);

/// <summary>Walks the fields of JSON objects in UTF-8, one object at a time: generated models are read with it, without reflection.</summary>
/// <remarks>Its exceptions name the field and the place and never the content. Of a repeated field the last counts.</remarks>
internal ref partial struct JsonFields
{
    // Strings of the first fields of each object are shared, if they are not longer than a SID.
    private const int SharedLength = 34;
    private const int SharedFields = 16;
    private const int SharedDepths = 4;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly (string? Text, int Start, int Length)[]? _shared;
    private Utf8JsonReader _json;
    private Level _level;

    private JsonFields(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        _json = new Utf8JsonReader(bytes);
        // A response of one record has nothing to share.
        _shared = bytes.Length < 1024 ? null : new (string?, int, int)[SharedDepths * SharedFields];
    }

    /// <summary>The index of the field at hand among the names; -1 for one that has no name there.</summary>
    public readonly int Index => _level.Index;

    /// <summary>The wire name of the field at hand.</summary>
    public readonly string Name => Index < 0 ? _level.Unknown! : _level.Names[Index];

    private readonly bool IsNull => _json.TokenType == JsonTokenType.Null;

    /// <summary>Reads a JSON text of which nothing is left over.</summary>
    /// <exception cref="UnexpectedJsonException">It is not JSON by RFC 8259, or not what <paramref name="read"/> reads.</exception>
    public static T Read<T>(byte[] bytes, int length, JsonRead<T> read)
    {
        if (length == 0)
        {
            throw new UnexpectedJsonException("the body is empty");
        }

        var text = bytes.AsSpan(0, length);
        var fields = new JsonFields(text.StartsWith("\uFEFF"u8) ? text.Slice(3) : text);
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

    /// <summary>Enters the object that is the value at hand, and gives back where it stands, for <see cref="End"/>.</summary>
    public Level Begin(JsonNames names)
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            throw At($"{names.TypeName} is not an object");
        }

        var outer = _level;
        _level = new Level { Names = names, Missing = names.Required, MissingLater = (ulong[]?)names.RequiredLater?.Clone() };
        return outer;
    }

    public bool MoveNext()
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.EndObject)
        {
            ThrowIfMissing();
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
            if (index < 64)
            {
                _level.Missing &= ~(1ul << index);
            }
            else
            {
                _level.MissingLater![(index / 64) - 1] &= ~(1ul << index);
            }
        }

        _json.Read();
        return true;
    }

    /// <summary>Keeps the field as JSON text.</summary>
    public void Keep() => (_level.Additional ??= new(StringComparer.Ordinal))[Name] = ReadJson();

    /// <summary>Leaves an object and gives the fields of it that were kept.</summary>
    public AdditionalFields End(in Level outer)
    {
        var additional = _level.Additional;
        _level = outer;
        return additional is null ? AdditionalFields.None : new AdditionalFields(additional);
    }

    private readonly void ThrowIfMissing()
    {
        for (var i = 0; _level.Missing != 0 && i < 64; i++)
        {
            ThrowIfMissing(_level.Missing, i);
        }

        for (var i = 64; i < 64 * (1 + (_level.MissingLater?.Length ?? 0)); i++)
        {
            ThrowIfMissing(_level.MissingLater![(i / 64) - 1], i);
        }
    }

    private readonly void ThrowIfMissing(ulong missing, int index)
    {
        if ((missing & (1ul << index)) != 0)
        {
            throw At($"{_level.Names.TypeName} has no field {_level.Names[index]}");
        }
    }

    private readonly UnexpectedJsonException Unexpected(string what) => At($"{_level.Names.TypeName}.{Name} is {what}");

    // The place is where the token at hand ends, in characters.
    private readonly UnexpectedJsonException At(string problem)
    {
        var read = Encoding.UTF8.GetString(_bytes.Slice(0, (int)_json.BytesConsumed).ToArray());
        return Placed(problem, read.Count(c => c == '\n') + 1, read.Length - read.LastIndexOf('\n') - 1);
    }

    private static UnexpectedJsonException Placed(string problem, long? line, long? position) =>
        new(string.Format(CultureInfo.InvariantCulture, "{0} (line {1}, position {2})", problem, line, position));

    /// <summary>What is known of an object of which not all fields are read.</summary>
    internal struct Level
    {
        public JsonNames Names;
        public int Index;
        public int Due;
        // A bit for each required field that has not come yet: of the first 64, and of those after them.
        public ulong Missing;
        public ulong[]? MissingLater;
        public string? Unknown;
        public Dictionary<string, string>? Additional;
    }
}
