using System.Globalization;
using Newtonsoft.Json;

namespace TwilioConversations;

/// <summary>Walks the fields of one JSON object, token by token: generated models are read with it, without reflection.</summary>
/// <remarks>Its exceptions name the field and the place and never the content. Of a repeated field the last counts.</remarks>
internal struct JsonFields
{
    private readonly JsonReader _reader;
    private readonly string _typeName;

    /// <summary>Begins with the object whose first token the reader has just read.</summary>
    public JsonFields(JsonReader reader, string typeName)
    {
        _reader = reader;
        _typeName = typeName;
        Name = "";
        if (reader.TokenType != JsonToken.StartObject)
        {
            throw new UnexpectedJsonException($"{typeName} is not an object", reader);
        }
    }

    /// <summary>The wire name of the field at hand.</summary>
    public string Name { get; private set; }

    public bool MoveNext()
    {
        Advance();
        if (_reader.TokenType == JsonToken.EndObject)
        {
            return false;
        }

        Name = (string)_reader.Value!;
        Advance();
        return true;
    }

    public readonly string ReadString() => ReadStringOrNull() ?? throw Unexpected("null");

    public readonly string? ReadStringOrNull() => _reader.TokenType switch
    {
        JsonToken.String => (string)_reader.Value!,
        JsonToken.Null => null,
        _ => throw Unexpected("not a text"),
    };

    public readonly int ReadInt32() => ReadInt32OrNull() ?? throw Unexpected("null");

    public readonly int? ReadInt32OrNull() => ReadInt64OrNull() switch
    {
        null => null,
        >= int.MinValue and <= int.MaxValue and var number => (int)number,
        _ => throw Unexpected("not a 32-bit integer"),
    };

    public readonly long ReadInt64() => ReadInt64OrNull() ?? throw Unexpected("null");

    public readonly long? ReadInt64OrNull() => _reader switch
    {
        { TokenType: JsonToken.Null } => null,
        { TokenType: JsonToken.Integer, Value: long number } => number,
        _ => throw Unexpected("not a 64-bit integer"),
    };

    public readonly bool ReadBoolean() => ReadBooleanOrNull() ?? throw Unexpected("null");

    public readonly bool? ReadBooleanOrNull() => _reader.TokenType switch
    {
        JsonToken.Null => null,
        JsonToken.Boolean => (bool)_reader.Value!,
        _ => throw Unexpected("not true or false"),
    };

    public readonly DateTimeOffset ReadDate() => ReadDateOrNull() ?? throw Unexpected("null");

    public readonly DateTimeOffset? ReadDateOrNull()
    {
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
        where T : class => _reader.TokenType == JsonToken.Null ? null : read(_reader);

    public readonly T ReadEnum<T>(Func<string, T> make)
        where T : struct => make(ReadString());

    public readonly T? ReadEnumOrNull<T>(Func<string, T> make)
        where T : struct => ReadStringOrNull() is { } text ? make(text) : null;

    public readonly IReadOnlyList<T> ReadArray<T>(Func<JsonReader, T> readItem) => ReadArrayOrNull(readItem) ?? throw Unexpected("null");

    public readonly IReadOnlyList<T>? ReadArrayOrNull<T>(Func<JsonReader, T> readItem)
    {
        if (_reader.TokenType == JsonToken.Null)
        {
            return null;
        }

        if (_reader.TokenType != JsonToken.StartArray)
        {
            throw Unexpected("not an array");
        }

        var items = new List<T>();
        for (Advance(); _reader.TokenType != JsonToken.EndArray; Advance())
        {
            items.Add(readItem(_reader));
        }

        return items;
    }

    /// <summary>The field's JSON text, whatever it is.</summary>
    public readonly string ReadJson()
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using var writer = new JsonTextWriter(text);
        writer.WriteToken(_reader);
        return text.ToString();
    }

    public readonly string? ReadJsonOrNull() => _reader.TokenType == JsonToken.Null ? null : ReadJson();

    /// <summary>Refuses an object that lacks fields: a bit for each that had to come and did not, in the order of the names.</summary>
    public readonly void Require(ulong missing, params string[] names)
    {
        for (var i = 0; missing != 0; i++, missing >>= 1)
        {
            if ((missing & 1) != 0)
            {
                throw new UnexpectedJsonException($"{_typeName} has no field {names[i]}", _reader);
            }
        }
    }

    /// <summary>Reads an item of an array of texts.</summary>
    public static string Text(JsonReader reader) =>
        reader.TokenType == JsonToken.String ? (string)reader.Value! : throw new UnexpectedJsonException("an item of an array is not a text", reader);

    private readonly void Advance()
    {
        do
        {
            if (!_reader.Read())
            {
                throw new UnexpectedJsonException($"the JSON ends in the middle of {_typeName}", _reader);
            }
        }
        while (_reader.TokenType == JsonToken.Comment);
    }

    private readonly UnexpectedJsonException Unexpected(string what) => new($"{_typeName}.{Name} is {what}", _reader);
}
