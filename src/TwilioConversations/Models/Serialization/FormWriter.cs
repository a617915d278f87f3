using System.Buffers;

namespace TwilioConversations;

/// <summary>A request that is sent as a form.</summary>
internal interface IFormBody
{
    /// <summary>The form where it is written already, and the fields no longer count.</summary>
    byte[]? Written { get; set; }

    void WriteTo(FormWriter form);
}

/// <summary>
/// Writes fields as <c>application/x-www-form-urlencoded</c>, in one pass from text to the bytes that are sent. What is not
/// set writes nothing; what breaks a field's rule is refused.
/// </summary>
internal sealed class FormWriter
{
    private readonly string _argument;
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(512);
    private int _length;

    private FormWriter(string argument) => _argument = argument;

    /// <summary>The bytes of a request's form; what breaks a field's rule is refused.</summary>
    /// <exception cref="ArgumentException"><paramref name="request"/> is null, or a field breaks its rule.</exception>
    public static byte[] Write(IFormBody request, string argument)
    {
        if ((request ?? throw new ArgumentNullException(argument)).Written is { } written)
        {
            return written;
        }

        var form = new FormWriter(argument);
        request.WriteTo(form);
        // Copied: a send that was cancelled may still read the buffer, so it must not go back to the pool.
        var bytes = form._bytes.AsSpan(0, form._length).ToArray();
        ArrayPool<byte>.Shared.Return(form._bytes);
        return bytes;
    }

    /// <summary>A request that sends what this one holds now, whatever becomes of it; what breaks a field's rule is refused.</summary>
    /// <exception cref="ArgumentException"><paramref name="request"/> is null, or a field breaks its rule.</exception>
    public static T Freeze<T>(T request, string argument)
        where T : IFormBody, new() => new() { Written = Write(request, argument) };

    public void Add(string name, FieldUpdate<string> update, int maximumLength = int.MaxValue, string? sidPrefix = null, int? maximumJsonBytes = null)
    {
        if (update.IsRemoval)
        {
            Add(name, WireText.Removal);
            return;
        }

        if (update.Value == WireText.Removal)
        {
            throw new ArgumentException(
                $"{name} must not be the string \"{WireText.Removal}\", which the service takes for the removal of the value: to remove it, use FieldUpdate<string>.Remove.", _argument);
        }

        Add(name, update.Value, maximumLength, sidPrefix, maximumJsonBytes);
    }

    public void Add(string name, FieldUpdate<int> update) => Add(name, update.IsRemoval ? WireText.Removal : update.IsSet ? WireText.Of((int?)update.Value) : null);

    public void Add(string name, string? value, int maximumLength = int.MaxValue, string? sidPrefix = null, int? maximumJsonBytes = null)
    {
        if (value is null)
        {
            return;
        }

        if (value.Length > maximumLength)
        {
            throw new ArgumentException($"{name} must have at most {maximumLength} characters; this has {value.Length}.", _argument);
        }

        if (sidPrefix is not null && !Sid.Matches(value, sidPrefix))
        {
            throw new ArgumentException($"{name} must be a SID of {sidPrefix} and 32 hexadecimal digits.", _argument);
        }

        WellFormed.Check(value, _argument, name);
        if (maximumJsonBytes is { } bytes)
        {
            JsonText.Check(value, bytes, name, _argument);
        }

        if (_length > 0)
        {
            WriteByte((byte)'&');
        }

        Write(name);
        WriteByte((byte)'=');
        Write(value);
    }

    public void Add(IDictionary<string, string> additional, JsonNames known)
    {
        foreach (var field in additional)
        {
            if (field.Key.Length == 0)
            {
                throw new ArgumentException("An additional field must have a name.", _argument);
            }

            if (known.IndexOf(field.Key, 0) >= 0)
            {
                throw new ArgumentException($"{field.Key} is a property of the request: set that instead of an additional field.", _argument);
            }

            WellFormed.Check(field.Key, _argument, "The name of an additional field");
            Add(field.Key, field.Value);
        }
    }

    // Names and values alike: letters, digits and -._* as they are, a space as +, all other bytes of the UTF-8 form as %XX.
    private void Write(string text)
    {
        const string Hex = "0123456789ABCDEF";
        for (var i = 0; i < text.Length; i++)
        {
            int c = text[i];
            if (c < 0x80)
            {
                if (IsPlain(c))
                {
                    WriteByte((byte)c);
                }
                else if (c == ' ')
                {
                    WriteByte((byte)'+');
                }
                else
                {
                    Escape(c);
                }
            }
            else if (c < 0x800)
            {
                Escape(0xC0 | (c >> 6));
                Escape(0x80 | (c & 0x3F));
            }
            else if (!char.IsSurrogate(text[i]))
            {
                Escape(0xE0 | (c >> 12));
                Escape(0x80 | ((c >> 6) & 0x3F));
                Escape(0x80 | (c & 0x3F));
            }
            else
            {
                c = char.ConvertToUtf32(text[i], text[++i]);
                Escape(0xF0 | (c >> 18));
                Escape(0x80 | ((c >> 12) & 0x3F));
                Escape(0x80 | ((c >> 6) & 0x3F));
                Escape(0x80 | (c & 0x3F));
            }
        }

        void Escape(int value)
        {
            WriteByte((byte)'%');
            WriteByte((byte)Hex[value >> 4]);
            WriteByte((byte)Hex[value & 0xF]);
        }
    }

    private static bool IsPlain(int c) =>
        c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '.' or '_' or '*';

    private void WriteByte(byte value)
    {
        if (_length == _bytes.Length)
        {
            _bytes = PooledArray.Resize(_bytes);
        }

        _bytes[_length++] = value;
    }
}
