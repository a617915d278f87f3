using System.Buffers;
using System.Text;
using Newtonsoft.Json;

namespace TwilioConversations;

/// <summary>Names and texts, of which the records of a page share those that repeat.</summary>
internal ref partial struct JsonFields
{
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

            var chars = ArrayPool<char>.Shared.Rent(utf8.Length);
            try
            {
                return new string(chars, 0, StrictUtf8.GetChars(utf8, chars));
            }
            finally
            {
                ArrayPool<char>.Shared.Return(chars);
            }
#else
            var bytes = ArrayPool<byte>.Shared.Rent(utf8.Length);
            try
            {
                utf8.CopyTo(bytes);
                return StrictUtf8.GetString(bytes, 0, utf8.Length);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(bytes);
            }
#endif
        }
        catch (DecoderFallbackException)
        {
            throw At("not valid UTF-8");
        }
    }
}
