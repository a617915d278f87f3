using System.Buffers;
using System.Runtime.CompilerServices;

namespace TwilioConversations;

/// <summary>
/// The path of a request, written as an interpolated string below a <see cref="ResourcePath"/>: literal parts are kept, values are checked
/// and escaped, so that the server sees each as exactly one segment. <c>{value:IS}</c> requires a SID of that kind.
/// </summary>
[InterpolatedStringHandler]
internal ref struct RequestPath
{
    /// <summary>No identity, unique name or SID of the service is longer.</summary>
    private const int MaximumLength = 256;

    private char[] _text;
    private int _length;

    public RequestPath(int literalLength, int formattedCount, ResourcePath parent)
    {
        _text = ArrayPool<char>.Shared.Rent(parent.Address.Length + literalLength + (34 * formattedCount));
        AppendLiteral(parent.Address);
    }

    public void AppendLiteral(string literal)
    {
        if (literal.Length > _text.Length - _length)
        {
            _text = PooledArray.Resize(_text, _length + literal.Length);
        }

        literal.CopyTo(0, _text, _length, literal.Length);
        _length += literal.Length;
    }

    public void AppendFormatted(string value, string? format = null, [CallerArgumentExpression(nameof(value))] string argument = "")
    {
        if (format is not null)
        {
            AppendLiteral(Sid.Checked(value, format, argument));
            return;
        }

        Check(value, argument);
        AppendLiteral(Uri.EscapeDataString(value));
    }

    /// <summary>The whole address; nothing is added after it.</summary>
    public string Complete()
    {
        var address = new string(_text, 0, _length);
        ArrayPool<char>.Shared.Return(_text);
        return address;
    }

    /// <summary>Refuses a value that is not exactly one segment of a path, or that no id of the service can be.</summary>
    public static void Check(string value, string argument)
    {
        if (value is null)
        {
            throw new ArgumentNullException(argument);
        }

        if (value.Length is 0 or > MaximumLength)
        {
            throw new ArgumentException($"Must have 1 to {MaximumLength} characters; this has {value.Length}.", argument);
        }

        // Servers and clients take these segments out of a path, and the request would reach what lies above.
        if (value is "." or "..")
        {
            throw new ArgumentException("Must not be '.' or '..', which would change the resource that the request reaches.", argument);
        }

        // Where a C library reads the path, it ends here.
        if (value.Contains('\0'))
        {
            throw new ArgumentException("Must not contain the character U+0000, at which a server may cut the path off.", argument);
        }

        WellFormed.Check(value, argument);
    }
}
