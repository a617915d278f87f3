using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace TwilioConversations.Testing;

/// <summary>Percent-encoding, read strictly.</summary>
internal static partial class UrlEncoding
{
    private static readonly Dictionary<string, IReadOnlyList<string>> NoFields = [];
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Decodes a part of a path, in which a plus is a plus.</summary>
    /// <returns>False for a malformed escape, bytes that are not UTF-8, or U+0000; the text is then unchanged.</returns>
    public static bool TryDecode(string encoded, out string text)
    {
        text = encoded;
        if (MalformedEscape().IsMatch(encoded))
        {
            return false;
        }

        try
        {
            var bytes = Encoding.Latin1.GetBytes(encoded.Replace("+", "%2B", StringComparison.Ordinal));
            var decoded = Utf8.GetString(WebUtility.UrlDecodeToBytes(bytes, 0, bytes.Length)!);
            if (decoded.Contains('\0', StringComparison.Ordinal))
            {
                return false;
            }

            text = decoded;
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>Decodes the fields of a form or a query, each with its values in their order.</summary>
    /// <returns>False where a name or a value cannot be decoded; the fields then hold it unchanged.</returns>
    public static bool TryDecodeForm(string encoded, out Dictionary<string, IReadOnlyList<string>> fields)
    {
        if (encoded.Length == 0)
        {
            fields = NoFields;
            return true;
        }

        fields = new(StringComparer.Ordinal);
        var isText = true;
        foreach (var field in encoded.Replace('+', ' ').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var end = field.IndexOf('=', StringComparison.Ordinal);
            isText &= TryDecode(end < 0 ? field : field[..end], out var name);
            isText &= TryDecode(end < 0 ? "" : field[(end + 1)..], out var value);
            fields[name] = fields.TryGetValue(name, out var others) ? [.. others, value] : [value];
        }

        return isText;
    }

    [GeneratedRegex("%(?![0-9a-fA-F]{2})")]
    private static partial Regex MalformedEscape();
}
