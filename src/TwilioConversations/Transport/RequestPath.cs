using System.Runtime.CompilerServices;
using System.Text;

namespace TwilioConversations;

/// <summary>
/// The path of a request, written as an interpolated string: literal parts are kept, values are checked and escaped, so that the
/// server sees each as exactly one segment. <c>{value:IS}</c> asks for a SID of that kind.
/// </summary>
[InterpolatedStringHandler]
internal readonly ref struct RequestPath
{
    /// <summary>No identity, unique name or SID of the service is longer.</summary>
    private const int MaximumLength = 256;

    private readonly StringBuilder _text;

    public RequestPath(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + (34 * formattedCount));

    public void AppendLiteral(string literal) => _text.Append(literal);

    public void AppendFormatted(string value, string? format = null, [CallerArgumentExpression(nameof(value))] string argument = "")
    {
        if (format is not null)
        {
            _text.Append(Sid.Checked(value, format, argument));
            return;
        }

        Check(value, argument);
        _text.Append(Uri.EscapeDataString(value));
    }

    public override string ToString() => _text.ToString();

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
