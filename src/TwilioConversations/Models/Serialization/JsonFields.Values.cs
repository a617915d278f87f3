using Newtonsoft.Json;

namespace TwilioConversations;

/// <summary>The values of fields that hold several, and of those that an update may remove.</summary>
internal partial struct JsonFields
{
    public readonly ValueList<T> ReadList<T>(Func<JsonReader, T>? readItem = null) => ReadListOrNull(readItem) ?? throw Unexpected("null");

    /// <summary>Reads an array: of objects with their own reader, of anything else without one.</summary>
    public readonly ValueList<T>? ReadListOrNull<T>(Func<JsonReader, T>? readItem = null)
    {
        if (TokenType == JsonToken.Null)
        {
            return null;
        }

        if (TokenType != JsonToken.StartArray)
        {
            throw Unexpected("not an array");
        }

        var items = new List<T>();
        for (Advance(); TokenType != JsonToken.EndArray; Advance())
        {
            items.Add(readItem is null ? ReadAny<T>() : readItem(_reader));
        }

        return new ValueList<T>(items);
    }

    public readonly ValueMap ReadMap() => ReadMapOrNull() ?? throw Unexpected("null");

    /// <summary>Reads an object of any names whose values are texts.</summary>
    public readonly ValueMap? ReadMapOrNull()
    {
        if (TokenType == JsonToken.Null)
        {
            return null;
        }

        if (TokenType != JsonToken.StartObject)
        {
            throw Unexpected("not an object");
        }

        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        for (Advance(); TokenType != JsonToken.EndObject; Advance())
        {
            var name = (string)_reader.Value!;
            Advance();
            entries[name] = ReadString();
        }

        return new ValueMap(entries);
    }

    /// <summary>Reads a field of an update: null in JSON takes the stored value away.</summary>
    public readonly FieldUpdate<T> ReadUpdate<T>()
        where T : notnull => TokenType == JsonToken.Null ? FieldUpdate<T>.Remove : ReadAny<T>();

    // For items of arrays and fields of updates, few enough that a box for each does not matter.
    private readonly T ReadAny<T>() => default(T) switch
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
}
