using System.Buffers;
using System.Runtime.CompilerServices;

namespace TwilioConversations;

/// <summary>
/// The path of a request, written as an interpolated string below a <see cref="ResourcePath"/>: literal parts are kept, and each value is a
/// <see cref="PathSegment"/> or becomes one. <c>{value:IS}</c> requires a SID of that kind.
/// </summary>
[InterpolatedStringHandler]
internal ref struct RequestPath
{
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

    public void AppendFormatted(PathSegment segment) => AppendLiteral(segment.Text);

    public void AppendFormatted(string value, string? format = null, [CallerArgumentExpression(nameof(value))] string argument = "") =>
        AppendFormatted(format is null ? PathSegment.Of(value, argument) : PathSegment.OfSid(value, format, argument));

    /// <summary>The whole address; nothing is added after it.</summary>
    public string Complete()
    {
        var address = new string(_text, 0, _length);
        ArrayPool<char>.Shared.Return(_text);
        return address;
    }
}
