using System.Buffers;
using System.Text;

namespace TwilioConversations;

/// <summary>A request that is sent as a form.</summary>
internal interface IFormBody
{
    void WriteTo(FormWriter form);
}

/// <summary>
/// Writes fields as <c>application/x-www-form-urlencoded</c>, in one pass from text to the bytes that are sent. A field
/// that is not set is not written; one that breaks its rule is refused.
/// </summary>
internal sealed class FormWriter
{
    private readonly IFormBody _request;
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(512);
    private int _length;

    private FormWriter(IFormBody request, string argument)
    {
        _request = request;
        Argument = argument;
    }

    /// <summary>The C# name of the argument that holds the request.</summary>
    public string Argument { get; }

    /// <summary>Writes the form of a request.</summary>
    /// <exception cref="ArgumentException"><paramref name="request"/> is null, or a field breaks its rule.</exception>
    public static byte[] Write(IFormBody request, string argument)
    {
        var form = new FormWriter(request ?? throw new ArgumentNullException(argument), argument);
        request.WriteTo(form);
        // Copied: a send that was cancelled may still read the buffer, so it must not go back to the pool.
        var bytes = form._bytes.AsSpan(0, form._length).ToArray();
        ArrayPool<byte>.Shared.Return(form._bytes);
        return bytes;
    }

    // For the many fields without a rule: spares each call its five default arguments.
    public void Add(string name, object? value) => Add(name, value, isRequired: false);

    /// <summary>Adds a value of any type, an object as its JSON text; null adds nothing.</summary>
    public void Add(string name, object? value, bool isRequired = false, int maximumLength = int.MaxValue, string? sidPrefix = null, int maximumJsonBytes = int.MaxValue)
    {
        if (value is double number && (double.IsNaN(number) || double.IsInfinity(number)))
        {
            throw new ArgumentException($"{name} must be a finite number.", Argument);
        }

        if ((value is IJsonModel or IReadOnlyDictionary<string, string> ? JsonWriting.TextOf(value) : WireText.Of(value)) is not { } text)
        {
            Require(name, !isRequired);
            return;
        }

        if (text.Length > maximumLength)
        {
            throw new ArgumentException($"{name} must have at most {maximumLength} characters; this has {text.Length}.", Argument);
        }

        if (sidPrefix is not null && !Sid.Matches(text, sidPrefix))
        {
            throw new ArgumentException($"{name} must be a SID of {sidPrefix} and 32 hexadecimal digits.", Argument);
        }

        WellFormed.Check(text, Argument, name);
        if (maximumJsonBytes < int.MaxValue || value is RawJson)
        {
            JsonText.Check(text, maximumJsonBytes, name, Argument);
        }

        if (_length > 0)
        {
            WriteByte((byte)'&');
        }

        Write(name);
        WriteByte((byte)'=');
        Write(text);
    }

    /// <summary>Adds a field of an update: its value, the text that removes it, or nothing.</summary>
    public void Add<T>(string name, FieldUpdate<T> update, bool isRequired = false, int maximumLength = int.MaxValue, string? sidPrefix = null, int maximumJsonBytes = int.MaxValue)
        where T : notnull
    {
        if (update.IsRemoval)
        {
            Add(name, WireText.Removal);
            return;
        }

        if (update.Value is WireText.Removal)
        {
            throw new ArgumentException(
                $"{name} must not be the string \"{WireText.Removal}\", which the service takes for the removal of the value: to remove it, use FieldUpdate<string>.Remove.", Argument);
        }

        Add(name, update.IsSet ? update.Value : (object?)null, isRequired, maximumLength, sidPrefix, maximumJsonBytes);
    }

    /// <summary>Adds a field for each value; null adds nothing, and so does a list without values.</summary>
    public void AddEach<T>(
        string name, IReadOnlyList<T>? values, bool isRequired = false, int minimumItems = 0, int maximumItems = int.MaxValue, int maximumLength = int.MaxValue, string? sidPrefix = null, int maximumJsonBytes = int.MaxValue)
    {
        Require(name, !isRequired || values is { Count: > 0 });
        if (values is null)
        {
            return;
        }

        if (values.Count < minimumItems || values.Count > maximumItems)
        {
            var rule = maximumItems == int.MaxValue ? $"at least {minimumItems}" : minimumItems == 0 ? $"at most {maximumItems}" : $"from {minimumItems} to {maximumItems}";
            throw new ArgumentException($"{name} must have {rule} values; this has {values.Count}.", Argument);
        }

        foreach (var value in values)
        {
            if (value is null)
            {
                throw new ArgumentException($"{name} must not have a value that is null.", Argument);
            }

            Add(name, value, isRequired: false, maximumLength, sidPrefix, maximumJsonBytes);
        }
    }

    public void Add(IDictionary<string, string> additional, JsonNames known)
    {
        foreach (var field in additional)
        {
            if (field.Key.Length == 0)
            {
                throw new ArgumentException("An additional field must have a name.", Argument);
            }

            if (known.IndexOf(Encoding.UTF8.GetBytes(field.Key), 0) >= 0)
            {
                throw new ArgumentException($"{field.Key} is a property of the request: set that instead of an additional field.", Argument);
            }

            WellFormed.Check(field.Key, Argument, "The name of an additional field");
            Add(field.Key, field.Value);
        }
    }

    private void Require(string name, bool holds)
    {
        if (!holds)
        {
            throw new ArgumentException($"{name} of {_request.GetType().Name} must be set.", Argument);
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
