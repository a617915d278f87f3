using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Newtonsoft.Json;

namespace TwilioConversations;

/// <summary>
/// Newtonsoft's reader over UTF-8 bytes, with its tokens from System.Text.Json: JSON as RFC 8259 has it and nothing laxer, at a
/// fraction of the time. Values are created only on demand, and typed ones without boxing.
/// </summary>
/// <remarks>The bytes must be valid UTF-8. They are the caller's, who keeps them until the reader is closed.</remarks>
internal sealed class Utf8TokenReader : JsonReader, IJsonLineInfo
{
    // Tokens are found in batches: to set the scanner up for each one costs more than to scan it.
    private const int BatchSize = 128;
    private const int SharingLength = 1024;
    private const int SharedFields = 16;

    [ThreadStatic]
    private static Utf8TokenReader? _spare;

    private readonly Token[] _batch = new Token[BatchSize];
    private readonly string?[] _sids = new string?[SharedFields];
    private Encoding _encoding = Encoding.UTF8;
    private byte[] _bytes = [];
    private int _length;
    private int _batchLength;
    private int _index;
    private int _scanned;
    private JsonReaderState _scanner;
    private Token _token;

    private Utf8TokenReader()
    {
    }

    public override JsonToken TokenType => _token.Type;

    public override int Depth => _token.Depth;

    public override object? Value => _token.Type switch
    {
        JsonToken.PropertyName or JsonToken.String => GetString(),
        JsonToken.Integer => TryGetInt64(out var number) ? (object)number : BigInteger.Parse(GetRaw(), CultureInfo.InvariantCulture),
        JsonToken.Float => double.Parse(GetRaw(), CultureInfo.InvariantCulture),
        JsonToken.Boolean => _bytes[_token.Start] == 't',
        _ => null,
    };

    public override Type? ValueType => Value?.GetType();

    public int LineNumber => _bytes.Take(End).Count(b => b == '\n') + 1;

    public int LinePosition
    {
        get
        {
            var start = Span(0, End).LastIndexOf((byte)'\n') + 1;
            return Encoding.UTF8.GetCharCount(_bytes, start, End - start);
        }
    }

    // Includes the quotes of a string.
    private int Start => _token.IsText ? _token.Start - 1 : _token.Start;

    private int End => _token.Start + _token.Length + (_token.IsText ? 1 : 0);

    /// <summary>A reader of these bytes: one that this thread has closed, or a new one.</summary>
    public static Utf8TokenReader Over(byte[] bytes, int length)
    {
        var reader = _spare ?? new Utf8TokenReader();
        _spare = null;
        (reader._bytes, reader._length) = (bytes, length);
#if NET
        // Most responses are ASCII throughout: then no string of theirs is decoded, and none is counted first.
        reader._encoding = Ascii.IsValid(bytes.AsSpan(0, length)) ? Encoding.Latin1 : Encoding.UTF8;
#endif
        (reader._batchLength, reader._index, reader._scanned) = (0, -1, bytes.AsSpan(0, length).StartsWith("\uFEFF"u8) ? 3 : 0);
        (reader._scanner, reader._token) = (default, default);
        return reader;
    }

    public bool HasLineInfo() => _token.Type != JsonToken.None;

    public override bool Read()
    {
        if (++_index == _batchLength && !ReadBatch())
        {
            _token = new Token { Start = _length };
            return false;
        }

        _token = _batch[_index];
        return true;
    }

    public override void Close()
    {
        // The base class would not close it a second time, after its next use.
        if (_bytes.Length > 0)
        {
            _bytes = [];
            Array.Clear(_sids, 0, SharedFields);
            _spare = this;
        }
    }

    /// <summary>Whether the current string, a name or a value, equals this one.</summary>
    public bool IsText(ReadOnlySpan<byte> utf8) =>
        _token.IsEscaped ? Encoding.UTF8.GetBytes(GetString()).AsSpan().SequenceEqual(utf8) : Span(_token.Start, _token.Length).SequenceEqual(utf8);

    public string GetString() => _token.IsEscaped ? Unescaped() : _encoding.GetString(_bytes, _token.Start, _token.Length);

    /// <summary>The string at hand: the one of the record before where that has the same in this field, as most SIDs of a page's records are.</summary>
    public string GetSid(int field)
    {
        // A response of one record has nothing to share.
        if (_length < SharingLength || field >= SharedFields || _token.IsEscaped)
        {
            return GetString();
        }

        ref var sid = ref _sids[field];
        return sid is not null && IsSame(sid) ? sid : sid = GetString();
    }

    public bool TryGetInt64(out long value)
    {
        value = 0;
        return _token.Type == JsonToken.Integer
            && System.Buffers.Text.Utf8Parser.TryParse(Span(_token.Start, _token.Length), out value, out var count) && count == _token.Length;
    }

    public bool TryGetDouble(out double value)
    {
        value = 0;
        return _token.Type is JsonToken.Integer or JsonToken.Float
            && System.Buffers.Text.Utf8Parser.TryParse(Span(_token.Start, _token.Length), out value, out var count) && count == _token.Length && !double.IsInfinity(value);
    }

    /// <summary>Reads a date in UTC as RFC 3339 has it; other ways to write one are left to others.</summary>
    public bool TryGetUtcDate(out DateTimeOffset value)
    {
        value = default;
        if (_token.IsEscaped || _token.Length == 0 || _bytes[_token.Start + _token.Length - 1] != 'Z')
        {
            return false;
        }

        if (Iso8601Date.TryParse(Span(_token.Start, _token.Length), out value))
        {
            return true;
        }

        var reader = new Utf8JsonReader(Span(Start, End - Start));
        return reader.Read() && reader.TryGetDateTimeOffset(out value);
    }

    /// <summary>Reads the current value to its end and returns it as it was sent.</summary>
    public string ReadRaw()
    {
        var start = Start;
        Skip();
        return Encoding.UTF8.GetString(_bytes, start, End - start);
    }

    private bool IsSame(string ascii)
    {
        var value = Span(_token.Start, _token.Length);
        if (value.Length != ascii.Length)
        {
            return false;
        }

        for (var i = 0; i < value.Length; i++)
        {
            if (ascii[i] != value[i] || ascii[i] > 0x7F)
            {
                return false;
            }
        }

        return true;
    }

    private ReadOnlySpan<byte> Span(int start, int count) => _bytes.AsSpan(start, count);

    private string GetRaw() => Encoding.UTF8.GetString(_bytes, _token.Start, _token.Length);

    private bool ReadBatch()
    {
        var scanner = new Utf8JsonReader(Span(_scanned, _length - _scanned), isFinalBlock: true, _scanner);
        _index = 0;
        _batchLength = 0;
        try
        {
            while (_batchLength < _batch.Length && scanner.Read())
            {
                _batch[_batchLength++] = Token.Of(ref scanner, _scanned);
            }
        }
        catch (System.Text.Json.JsonException e)
        {
            // Its own message quotes the text.
            throw new JsonReaderException("Not valid JSON.", "", (int)e.LineNumber.GetValueOrDefault() + 1, (int)e.BytePositionInLine.GetValueOrDefault() + 1, null);
        }

        _scanned += (int)scanner.BytesConsumed;
        _scanner = scanner.CurrentState;
        return _batchLength > 0;
    }

    private string Unescaped()
    {
        var reader = new Utf8JsonReader(Span(Start, End - Start));
        reader.Read();
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // An escape names half of a surrogate pair. Newtonsoft puts the replacement character there, and one such text is no reason to lose a page.
            using var text = new JsonTextReader(new StringReader(Encoding.UTF8.GetString(_bytes, Start, End - Start))) { DateParseHandling = DateParseHandling.None };
            return text.ReadAsString()!;
        }
    }

    private struct Token
    {
        public int Start;
        public int Length;
        public JsonToken Type;
        public byte Depth;
        public bool IsEscaped;

        public readonly bool IsText => Type is JsonToken.PropertyName or JsonToken.String;

        public static Token Of(ref Utf8JsonReader scanner, int offset)
        {
            var type = scanner.TokenType switch
            {
                JsonTokenType.StartObject => JsonToken.StartObject,
                JsonTokenType.EndObject => JsonToken.EndObject,
                JsonTokenType.StartArray => JsonToken.StartArray,
                JsonTokenType.EndArray => JsonToken.EndArray,
                JsonTokenType.PropertyName => JsonToken.PropertyName,
                JsonTokenType.String => JsonToken.String,
                JsonTokenType.Number => scanner.ValueSpan.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0 ? JsonToken.Integer : JsonToken.Float,
                JsonTokenType.True or JsonTokenType.False => JsonToken.Boolean,
                _ => JsonToken.Null,
            };
            return new Token
            {
                Start = offset + (int)scanner.TokenStartIndex + (type is JsonToken.PropertyName or JsonToken.String ? 1 : 0),
                Length = scanner.ValueSpan.Length,
                Type = type,
                Depth = (byte)scanner.CurrentDepth,
                IsEscaped = scanner.ValueIsEscaped,
            };
        }
    }
}
