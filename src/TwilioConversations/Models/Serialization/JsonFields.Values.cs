using System.Globalization;
using System.Text;
using System.Text.Json;
using Newtonsoft.Json;

namespace TwilioConversations;

/// <summary>The value of the field at hand. A value of another type is an <see cref="UnexpectedJsonException"/>.</summary>
internal ref partial struct JsonFields
{
    public readonly string ReadString() => ReadStringOrNull() ?? throw Unexpected("null");

    public readonly string? ReadStringOrNull() => _json.TokenType switch
    {
        JsonTokenType.String => GetShared(Index),
        JsonTokenType.Null => null,
        _ => throw Unexpected("not a string"),
    };

    public readonly int ReadInt32() => ReadInt32OrNull() ?? throw Unexpected("null");

    public readonly int? ReadInt32OrNull() => ReadInt64OrNull() switch
    {
        null => null,
        >= int.MinValue and <= int.MaxValue and var number => (int)number,
        _ => throw Unexpected("not a 32-bit integer"),
    };

    public readonly long ReadInt64() => ReadInt64OrNull() ?? throw Unexpected("null");

    public readonly long? ReadInt64OrNull() =>
        IsNull ? null : _json.TokenType == JsonTokenType.Number && _json.TryGetInt64(out var number) ? number : throw Unexpected("not a 64-bit integer");

    public readonly bool ReadBoolean() => ReadBooleanOrNull() ?? throw Unexpected("null");

    public readonly bool? ReadBooleanOrNull() => _json.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw Unexpected("not true or false"),
    };

    public readonly double ReadDouble() => ReadDoubleOrNull() ?? throw Unexpected("null");

    public readonly double? ReadDoubleOrNull() =>
        IsNull ? null : _json.TokenType == JsonTokenType.Number && _json.TryGetDouble(out var number) && !double.IsInfinity(number) ? number : throw Unexpected("not a number");

    public readonly DateTimeOffset ReadDate() => ReadDateOrNull() ?? throw Unexpected("null");

    public readonly DateTimeOffset? ReadDateOrNull()
    {
        if (_json.TokenType == JsonTokenType.String && Iso8601Date.TryParse(_json.ValueSpan, out var utc))
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

    public T ReadObject<T>(JsonRead<T> read)
        where T : class => ReadObjectOrNull(read) ?? throw Unexpected("null");

    public T? ReadObjectOrNull<T>(JsonRead<T> read)
        where T : class => IsNull ? null : read(ref this);

    public readonly T ReadEnum<T>()
        where T : struct, IStringEnum<T> => default(T).From(ReadString());

    public readonly T? ReadEnumOrNull<T>()
        where T : struct, IStringEnum<T> => ReadStringOrNull() is { } text ? default(T).From(text) : null;

    /// <summary>The value's JSON text, exactly as it was sent.</summary>
    public string ReadJson()
    {
        var start = (int)_json.TokenStartIndex;
        _json.Skip();
        return Decode(_bytes.Slice(start, (int)_json.BytesConsumed - start));
    }

    public RawJson ReadRaw() => new(ReadJson());

    public RawJson? ReadRawOrNull() => IsNull ? null : ReadRaw();

    public ValueList<T> ReadList<T>(JsonRead<T>? readItem = null) => ReadListOrNull(readItem) ?? throw Unexpected("null");

    /// <summary>Reads an array: of objects with their own reader, of anything else without one.</summary>
    public ValueList<T>? ReadListOrNull<T>(JsonRead<T>? readItem = null)
    {
        if (IsNull)
        {
            return null;
        }

        if (_json.TokenType != JsonTokenType.StartArray)
        {
            throw Unexpected("not an array");
        }

        var items = new List<T>();
        for (_json.Read(); _json.TokenType != JsonTokenType.EndArray; _json.Read())
        {
            items.Add(readItem is null ? ReadAny<T>() : readItem(ref this));
        }

        return new ValueList<T>(items);
    }

    public ValueMap ReadMap() => ReadMapOrNull() ?? throw Unexpected("null");

    /// <summary>Reads an object of any names whose values are texts.</summary>
    public ValueMap? ReadMapOrNull()
    {
        if (IsNull)
        {
            return null;
        }

        if (_json.TokenType != JsonTokenType.StartObject)
        {
            throw Unexpected("not an object");
        }

        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        for (_json.Read(); _json.TokenType != JsonTokenType.EndObject; _json.Read())
        {
            var name = GetShared(entries.Count);
            _json.Read();
            entries[name] = ReadString();
        }

        return new ValueMap(entries);
    }

    /// <summary>Reads a field of an update: null in JSON takes the stored value away.</summary>
    public FieldUpdate<T> ReadUpdate<T>()
        where T : notnull => IsNull ? FieldUpdate<T>.Remove : ReadAny<T>();

    // For items of arrays and fields of updates, few enough that a box for each does not matter.
    private T ReadAny<T>() => default(T) switch
    {
        int => (T)(object)ReadInt32(),
        long => (T)(object)ReadInt64(),
        bool => (T)(object)ReadBoolean(),
        double => (T)(object)ReadDouble(),
        DateTimeOffset => (T)(object)ReadDate(),
        RawJson => (T)(object)ReadRaw(),
        IStringEnum<T> anyValue => anyValue.From(ReadString()),
        _ => (T)(object)ReadString(),
    };

    // The records of a page repeat many texts: where the one before has the same in this field, its string is used again.
    private readonly string GetShared(int field)
    {
        var bytes = _json.ValueSpan;
        if (_shared is null || (uint)field >= SharedFields || bytes.Length > SharedLength)
        {
            return GetString();
        }

        ref var before = ref _shared[(_json.CurrentDepth % SharedDepths * SharedFields) + field];
        if (before.Text is null || !bytes.SequenceEqual(_bytes.Slice(before.Start, before.Length)))
        {
            before = (GetString(), (int)_json.TokenStartIndex + 1, bytes.Length);
        }

        return before.Text;
    }

    // A name or a value.
    private readonly string GetString()
    {
        if (!_json.ValueIsEscaped)
        {
            return Decode(_json.ValueSpan);
        }

        try
        {
            return _json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // An escape names half of a surrogate pair. Newtonsoft puts the replacement character there, and one such text is no reason to lose a page.
            return WithReplacements($"\"{Decode(_json.ValueSpan)}\"");
        }
    }

    // A method of its own, so that nothing of Newtonsoft's is loaded before it is needed.
    private static string WithReplacements(string json)
    {
        using var text = new JsonTextReader(new StringReader(json)) { DateParseHandling = DateParseHandling.None };
        return text.ReadAsString()!;
    }

    private readonly string Decode(ReadOnlySpan<byte> utf8)
    {
        try
        {
#if NET
            // ASCII, as nearly all is, needs no decoder; and in one pass over anything else its characters are not counted first.
            if (Ascii.IsValid(utf8))
            {
                return Encoding.Latin1.GetString(utf8);
            }

            var chars = System.Buffers.ArrayPool<char>.Shared.Rent(utf8.Length);
            try
            {
                return new string(chars, 0, StrictUtf8.GetChars(utf8, chars));
            }
            finally
            {
                System.Buffers.ArrayPool<char>.Shared.Return(chars);
            }
#else
            return StrictUtf8.GetString(utf8.ToArray());
#endif
        }
        catch (DecoderFallbackException)
        {
            throw At("not valid UTF-8");
        }
    }
}
