using System.Globalization;
using System.Numerics;
using Newtonsoft.Json;

namespace TwilioConversations;

/// <summary>Walks the fields of one JSON object, token by token: generated models are read with it, without reflection.</summary>
/// <remarks>Its exceptions name the field and the place and never the content. Of a repeated field the last counts.</remarks>
internal partial struct JsonFields
{
    private readonly JsonReader _reader;
    private readonly JsonNames _names;

    // The same reader if it is ours: it returns values without boxing, and strings as they were sent.
    private readonly Utf8TokenReader? _utf8;

    private Dictionary<string, string>? _additional;
    private string _unknown = "";
    // A bit for each required field that has not come yet: of the first 64, and of those after them.
    private ulong _missing;
    private readonly ulong[]? _missingLater;
    private int _due;

    /// <summary>Begins with the object whose first token the reader has just read.</summary>
    public JsonFields(JsonReader reader, JsonNames names)
    {
        _reader = reader;
        _names = names;
        _utf8 = reader as Utf8TokenReader;
        _missing = names.Required;
        _missingLater = (ulong[]?)names.RequiredLater?.Clone();
        if (reader.TokenType != JsonToken.StartObject)
        {
            throw new UnexpectedJsonException($"{names.TypeName} is not an object", reader);
        }
    }

    /// <summary>The index among the names of the field at hand; -1 for one that has no name there.</summary>
    public int Index { get; private set; }

    /// <summary>The wire name of the field at hand.</summary>
    public readonly string Name => Index < 0 ? _unknown : _names[Index];

    /// <summary>The fields that were kept.</summary>
    public readonly AdditionalFields Additional => _additional is null ? AdditionalFields.None : new AdditionalFields(_additional);

    // Of a sealed type, and so without a virtual call.
    private readonly JsonToken TokenType => _utf8?.TokenType ?? _reader.TokenType;

    public bool MoveNext()
    {
        Advance();
        if (TokenType == JsonToken.EndObject)
        {
            ThrowIfMissing();
            return false;
        }

        Index = _utf8 is null ? _names.IndexOf((string)_reader.Value!, _due) : _names.IndexOf(_utf8, _due);
        if (Index < 0)
        {
            _unknown = (string)_reader.Value!;
        }
        else
        {
            _due = Index + 1;
            if (Index < 64)
            {
                _missing &= ~(1ul << Index);
            }
            else
            {
                _missingLater![(Index / 64) - 1] &= ~(1ul << Index);
            }
        }

        Advance();
        return true;
    }

    /// <summary>Keeps the field as JSON text.</summary>
    public void Keep() => (_additional ??= new(StringComparer.Ordinal))[Name] = ReadJson();

    public readonly string ReadString() => ReadStringOrNull() ?? throw Unexpected("null");

    public readonly string? ReadStringOrNull() => TokenType switch
    {
        JsonToken.String => _utf8?.GetString() ?? (string)_reader.Value!,
        JsonToken.Null => null,
        // A caller's reader may already have parsed the string as a date; format it back.
        JsonToken.Date => WireText.Of(ToDate(_reader.Value!)),
        _ => throw Unexpected("not a string"),
    };

    public readonly string ReadSid() => ReadSidOrNull() ?? throw Unexpected("null");

    public readonly string? ReadSidOrNull() => _utf8 is { TokenType: JsonToken.String } ? _utf8.GetSid(Index) : ReadStringOrNull();

    public readonly int ReadInt32() => ReadInt32OrNull() ?? throw Unexpected("null");

    public readonly int? ReadInt32OrNull() => ReadInt64OrNull() switch
    {
        null => null,
        >= int.MinValue and <= int.MaxValue and var number => (int)number,
        _ => throw Unexpected("not a 32-bit integer"),
    };

    public readonly long ReadInt64() => ReadInt64OrNull() ?? throw Unexpected("null");

    public readonly long? ReadInt64OrNull()
    {
        if (TokenType == JsonToken.Null)
        {
            return null;
        }

        if (_utf8 is not null)
        {
            return _utf8.TryGetInt64(out var number) ? number : throw Unexpected("not a 64-bit integer");
        }

        return _reader.TokenType != JsonToken.Integer ? throw Unexpected("not a 64-bit integer") : _reader.Value switch
        {
            long value => value,
            int value => value,
            _ => throw Unexpected("not a 64-bit integer"),
        };
    }

    public readonly bool ReadBoolean() => ReadBooleanOrNull() ?? throw Unexpected("null");

    public readonly bool? ReadBooleanOrNull() => TokenType switch
    {
        JsonToken.Null => null,
        JsonToken.Boolean => (bool)_reader.Value!,
        _ => throw Unexpected("not true or false"),
    };

    public readonly double ReadDouble() => ReadDoubleOrNull() ?? throw Unexpected("null");

    public readonly double? ReadDoubleOrNull()
    {
        if (TokenType == JsonToken.Null)
        {
            return null;
        }

        if (_utf8 is not null)
        {
            return _utf8.TryGetDouble(out var number) ? number : throw Unexpected("not a number");
        }

        var value = TokenType is not (JsonToken.Integer or JsonToken.Float) ? double.NaN
            : _reader.Value is BigInteger big ? (double)big
            : Convert.ToDouble(_reader.Value, CultureInfo.InvariantCulture);
        return double.IsNaN(value) || double.IsInfinity(value) ? throw Unexpected("not a number") : value;
    }

    public readonly DateTimeOffset ReadDate() => ReadDateOrNull() ?? throw Unexpected("null");

    public readonly DateTimeOffset? ReadDateOrNull()
    {
        if (_utf8 is { TokenType: JsonToken.String } && _utf8.TryGetUtcDate(out var utc))
        {
            return utc;
        }

        if (ReadStringOrNull() is not { } text)
        {
            return null;
        }

        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out var date) ? date : throw Unexpected("not a date");
    }

    public readonly T ReadObject<T>(Func<JsonReader, T> read)
        where T : class => ReadObjectOrNull(read) ?? throw Unexpected("null");

    public readonly T? ReadObjectOrNull<T>(Func<JsonReader, T> read)
        where T : class => TokenType == JsonToken.Null ? null : read(_reader);

    public readonly T ReadEnum<T>()
        where T : struct, IStringEnum<T> => default(T).From(ReadString());

    public readonly T? ReadEnumOrNull<T>()
        where T : struct, IStringEnum<T> => ReadStringOrNull() is { } text ? default(T).From(text) : null;

    /// <summary>The field's JSON text, exactly as it was sent if the reader keeps that.</summary>
    public readonly string ReadJson()
    {
        if (_utf8 is not null)
        {
            return _utf8.ReadRaw();
        }

        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using var writer = new JsonTextWriter(text);
        writer.WriteToken(_reader);
        return text.ToString();
    }

    public readonly RawJson ReadRaw() => new(ReadJson());

    public readonly RawJson? ReadRawOrNull() => TokenType == JsonToken.Null ? null : ReadRaw();

    private static DateTimeOffset ToDate(object date) => date switch
    {
        DateTimeOffset exact => exact,
        DateTime { Kind: DateTimeKind.Unspecified } inUtc => new DateTimeOffset(inUtc, TimeSpan.Zero),
        _ => new DateTimeOffset((DateTime)date),
    };

    private readonly void Advance()
    {
        do
        {
            if (!(_utf8?.Read() ?? _reader.Read()))
            {
                throw new UnexpectedJsonException($"the JSON ends in the middle of {_names.TypeName}", _reader);
            }
        }
        while (TokenType == JsonToken.Comment);
    }

    private readonly void ThrowIfMissing()
    {
        for (var i = 0; _missing != 0 && i < 64; i++)
        {
            ThrowIfMissing(_missing, i);
        }

        for (var i = 64; i < 64 * (1 + (_missingLater?.Length ?? 0)); i++)
        {
            ThrowIfMissing(_missingLater![(i / 64) - 1], i);
        }
    }

    private readonly void ThrowIfMissing(ulong missing, int index)
    {
        if ((missing & (1ul << index)) != 0)
        {
            throw new UnexpectedJsonException($"{_names.TypeName} has no field {_names[index]}", _reader);
        }
    }

    private readonly UnexpectedJsonException Unexpected(string what) => new($"{_names.TypeName}.{Name} is {what}", _reader);
}
