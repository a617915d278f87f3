using System.Buffers;

namespace TwilioConversations;

/// <summary>A request that is sent as a form.</summary>
internal interface IFormBody
{
    IDictionary<string, string> AdditionalFields { get; }

    void WriteTo(FormWriter form);
}

/// <summary>
/// Writes fields as <c>application/x-www-form-urlencoded</c>, in one pass from text to the bytes that are sent (through WebUtility and a
/// StringBuilder, a create would take a tenth more bytes). A field that is not set is not written; one that breaks its rule is rejected;
/// one that is also among the additional fields is left to them.
/// </summary>
internal sealed class FormWriter
{
    /// <summary>The name, in a request's JSON, of the additional fields that replace properties.</summary>
    public const string Replacements = "AdditionalFields";

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
        // Copied: a send that was canceled may still read the buffer, so it must not go back to the pool.
        var bytes = form._bytes.AsSpan(0, form._length).ToArray();
        ArrayPool<byte>.Shared.Return(form._bytes);
        return bytes;
    }

    /// <summary>True if any of these fields is left to the additional ones.</summary>
    public bool IsAnyReplaced(JsonNames names) => _request.AdditionalFields.Count > 0 && _request.AdditionalFields.Keys.Any(name => names.IndexOf(name) >= 0);

    /// <summary>Adds a value of any type, an object as its JSON text; null adds nothing.</summary>
    public void Add(
        string name,
        object? value,
        bool isRequired = false,
        int maximumLength = int.MaxValue,
        string? sidPrefix = null,
        int maximumJsonBytes = int.MaxValue,
        string? notSid = null,
        int minimumMinutes = -1)
    {
        if (IsReplaced(name))
        {
            return;
        }

        if (value is double number && (double.IsNaN(number) || double.IsInfinity(number)))
        {
            throw Invalid(name, "must be a finite number");
        }

        if (value is TimeSpan duration)
        {
            var minimum = TimeSpan.FromMinutes(Math.Max(minimumMinutes, 0));
            if (duration < minimum && duration != TimeSpan.Zero)
            {
                throw Invalid(name, $"must be at least {Iso8601Duration.Of(minimum)}, or zero");
            }
        }

        if ((value is IJsonModel or IReadOnlyDictionary<string, string> ? ModelFields.TextOf(value) : WireText.Of(value)) is not { } text)
        {
            Require(name, !isRequired);
            return;
        }

        if (text.Length > maximumLength)
        {
            throw Invalid(name, $"must have at most {maximumLength} characters; this has {text.Length}");
        }

        if (sidPrefix is not null && !Sid.Matches(text, sidPrefix))
        {
            throw Invalid(name, $"must be a SID of {sidPrefix} and 32 hexadecimal digits");
        }

        if (notSid is not null && Sid.Matches(text, notSid))
        {
            throw Invalid(name, $"must not have the shape of a SID, {notSid} and 32 hexadecimal digits");
        }

        WellFormed.Check(text, Argument, name);
        if (maximumJsonBytes < int.MaxValue || value is RawJson)
        {
            JsonText.Check(text, maximumJsonBytes, name, Argument);
        }

        Append(name, text);
    }

    /// <summary>Adds a field of an update: its value, the text that removes it, or nothing.</summary>
    public void Add<T>(
        string name,
        FieldUpdate<T> update,
        bool isRequired = false,
        int maximumLength = int.MaxValue,
        string? sidPrefix = null,
        int maximumJsonBytes = int.MaxValue)
    {
        if (update.IsRemoval)
        {
            Add(name, WireText.Removal);
            return;
        }

        if (update.Value is WireText.Removal && !IsReplaced(name))
        {
            throw Invalid(
                name,
                $"must not be the string \"{WireText.Removal}\", which the service takes for the removal of the value: to remove it, use "
                + "FieldUpdate<string>.Remove");
        }

        Add(name, update.IsSet ? update.Value : (object?)null, isRequired, maximumLength, sidPrefix, maximumJsonBytes);
    }

    /// <summary>Adds a field for each value; null adds nothing, and so does a list without values.</summary>
    public void AddEach<T>(
        string name,
        IReadOnlyList<T>? values,
        bool isRequired = false,
        int minimumItems = 0,
        int maximumItems = int.MaxValue,
        int maximumLength = int.MaxValue,
        string? sidPrefix = null,
        int maximumJsonBytes = int.MaxValue)
    {
        if (IsReplaced(name))
        {
            return;
        }

        Require(name, !isRequired || values is { Count: > 0 });
        if (values is null)
        {
            return;
        }

        if (values.Count < minimumItems || values.Count > maximumItems)
        {
            var rule = maximumItems == int.MaxValue ? $"at least {minimumItems}"
                : minimumItems == 0 ? $"at most {maximumItems}"
                : $"from {minimumItems} to {maximumItems}";
            throw Invalid(name, $"must have {rule} values; this has {values.Count}");
        }

        foreach (var value in values)
        {
            if (value is null)
            {
                throw Invalid(name, "must not have a value that is null");
            }

            Add(name, value, isRequired: false, maximumLength, sidPrefix, maximumJsonBytes);
        }
    }

    /// <summary>Adds the additional fields.</summary>
    public void AddAdditional()
    {
        foreach (var field in _request.AdditionalFields)
        {
            if (field.Key.Length == 0)
            {
                throw new ArgumentException("An additional field must have a name.", Argument);
            }

            WellFormed.Check(field.Key, Argument, "The name of an additional field");
            if (field.Value is not null)
            {
                WellFormed.Check(field.Value, Argument, field.Key);
                Append(field.Key, field.Value);
            }
        }
    }

    private bool IsReplaced(string name) => _request.AdditionalFields.Count > 0 && _request.AdditionalFields.ContainsKey(name);

    private void Append(string name, string text)
    {
        if (_length > 0)
        {
            WriteByte((byte)'&');
        }

        Write(name);
        WriteByte((byte)'=');
        Write(text);
    }

    private void Require(string name, bool holds)
    {
        if (!holds)
        {
            throw new ArgumentException($"{name} of {_request.GetType().Name} must be set.", Argument);
        }
    }

    private ArgumentException Invalid(string name, string rule) => new($"{name} {rule}.", Argument);

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
