using System.Buffers;
using System.Text;
using System.Text.Json;

namespace TwilioConversations;

/// <summary>The value of the field at hand; the type's default if it does not fit.</summary>
internal ref partial struct JsonFields
{
    public string? ReadString() => _json.TokenType == JsonTokenType.String ? GetShared(Index) : NotNull<string>(null, "a string");

    public string? ReadStringOrNull()
    {
        if (_json.TokenType == JsonTokenType.String)
        {
            return GetShared(Index);
        }

        MisfitUnlessNull("a string");
        return null;
    }

    public int ReadInt32() => NotNull(ReadInt32OrNull(), "a 32-bit integer") ?? 0;

    public int? ReadInt32OrNull() => ReadIntegerOrNull(int.MinValue, int.MaxValue, "a 32-bit integer") is { } number ? (int)number : null;

    public long ReadInt64() => NotNull(ReadInt64OrNull(), "a 64-bit integer") ?? 0;

    public long? ReadInt64OrNull() => ReadIntegerOrNull(long.MinValue, long.MaxValue, "a 64-bit integer");

    public bool ReadBoolean() => NotNull(ReadBooleanOrNull(), "true or false") ?? false;

    public bool? ReadBooleanOrNull()
    {
        if (_json.TokenType is JsonTokenType.True or JsonTokenType.False)
        {
            return _json.TokenType == JsonTokenType.True;
        }

        // The service has some as text, such as "True".
        if (_json.TokenType == JsonTokenType.String && bool.TryParse(GetString(), out var isTrue))
        {
            return isTrue;
        }

        MisfitUnlessNull("true or false");
        return null;
    }

    public double ReadDouble() => NotNull(ReadDoubleOrNull(), "a number") ?? 0;

    public double? ReadDoubleOrNull()
    {
        if (_json.TokenType == JsonTokenType.Number && _json.TryGetDouble(out var number) && !double.IsInfinity(number))
        {
            return number;
        }

        MisfitUnlessNull("a number");
        return null;
    }

    public DateTimeOffset ReadDate() => NotNull(ReadDateOrNull(), "a date") ?? default;

    public DateTimeOffset? ReadDateOrNull()
    {
        if (_json.TokenType == JsonTokenType.String
            && Rfc3339.TryParse(_json.ValueIsEscaped ? Encoding.UTF8.GetBytes(GetString()) : _json.ValueSpan, out var date))
        {
            return date;
        }

        MisfitUnlessNull("a date");
        return null;
    }

    public TimeSpan ReadDuration() => NotNull(ReadDurationOrNull(), "a duration") ?? default;

    public TimeSpan? ReadDurationOrNull()
    {
        if (_json.TokenType == JsonTokenType.String && Iso8601Duration.TryParse(GetString(), out var duration))
        {
            return duration;
        }

        MisfitUnlessNull("a duration");
        return null;
    }

    public T? ReadObject<T>(JsonRead<T> read)
        where T : class => NotNull(ReadObjectOrNull(read), "an object");

    public T? ReadObjectOrNull<T>(JsonRead<T> read)
        where T : class
    {
        if (_json.TokenType == JsonTokenType.StartObject)
        {
            return read(ref this);
        }

        MisfitUnlessNull("an object");
        return null;
    }

    /// <summary>Reads JSON of any shape, exactly as it was sent.</summary>
    public RawJson ReadRaw()
    {
        var start = (int)_json.TokenStartIndex;
        _json.Skip();
        return new RawJson(Decode(_bytes.Slice(start, (int)_json.BytesConsumed - start)));
    }

    public RawJson? ReadRawOrNull() => IsNull ? null : ReadRaw();

    public ValueList<T>? ReadList<T>(JsonRead<T>? readItem = null) => NotNull(ReadListOrNull(readItem), "an array");

    /// <summary>Reads an array: of objects with their own reader, of anything else without one.</summary>
    public ValueList<T>? ReadListOrNull<T>(JsonRead<T>? readItem = null)
    {
        if (_json.TokenType != JsonTokenType.StartArray)
        {
            MisfitUnlessNull("an array");
            return null;
        }

        var (start, depth) = ((int)_json.TokenStartIndex, _json.CurrentDepth);
        var items = ArrayPool<T>.Shared.Rent(32);
        var count = 0;
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (count == items.Length)
            {
                items = PooledArray.Resize(items);
            }

            items[count++] = readItem is null ? ReadAny<T>() : ReadItem(readItem);
            if (IsAbsent)
            {
                // One item does not fit, so the list does not.
                while (_json.TokenType != JsonTokenType.EndArray || _json.CurrentDepth > depth)
                {
                    _json.Read();
                }

                Keep(start);
                break;
            }
        }

        var list = IsAbsent ? null : new ValueList<T>(items.AsSpan(0, count).ToArray());
        Array.Clear(items, 0, count);
        ArrayPool<T>.Shared.Return(items);
        return list;
    }

    public ValueMap? ReadMap() => NotNull(ReadMapOrNull(), "an object");

    /// <summary>Reads an object of any names whose values are texts.</summary>
    public ValueMap? ReadMapOrNull()
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            MisfitUnlessNull("an object");
            return null;
        }

        var (start, depth) = ((int)_json.TokenStartIndex, _json.CurrentDepth);
        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        while (_json.Read() && !(_json.TokenType == JsonTokenType.EndObject && _json.CurrentDepth == depth))
        {
            if (IsAbsent)
            {
                continue;
            }

            var name = GetShared(entries.Count);
            _json.Read();
            entries[name] = ReadString()!;
        }

        if (!IsAbsent)
        {
            return new ValueMap(entries);
        }

        Keep(start);
        return null;
    }

    // For items of arrays, few enough that a box for each does not matter.
    private T ReadAny<T>() => default(T) switch
    {
        int => (T)(object)ReadInt32(),
        long => (T)(object)ReadInt64(),
        bool => (T)(object)ReadBoolean(),
        double => (T)(object)ReadDouble(),
        DateTimeOffset => (T)(object)ReadDate(),
        RawJson => (T)(object)ReadRaw(),
        ITextValue anyValue => (T)anyValue.From(ReadString() ?? ""),
        _ => (T)(object)ReadString()!,
    };

    private T ReadItem<T>(JsonRead<T> read)
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            Misfit("an array of objects");
            return default!;
        }

        _isItem = true;
        return read(ref this);
    }

    private long? ReadIntegerOrNull(long minimum, long maximum, string expected)
    {
        if (_json.TokenType == JsonTokenType.Number && (_json.TryGetInt64(out var number) || TryGetWhole(out number)) && number >= minimum && number <= maximum)
        {
            return number;
        }

        MisfitUnlessNull(expected);
        return null;
    }

    // 1.0 is an integer too.
    private readonly bool TryGetWhole(out long number)
    {
        var isWhole = _json.TryGetDecimal(out var exact) && exact == decimal.Truncate(exact) && exact is >= long.MinValue and <= long.MaxValue;
        number = isWhole ? (long)exact : 0;
        return isWhole;
    }

    private T? NotNull<T>(T? value, string expected)
    {
        if (value is null)
        {
            Misfit(expected);
        }

        return value;
    }

    private void MisfitUnlessNull(string expected)
    {
        if (!IsNull)
        {
            Misfit(expected);
        }
    }
}
