using System.Buffers.Binary;
using System.Text;

namespace TwilioConversations;

/// <summary>The shape of Twilio's own identifiers: two letters for the kind, 32 hexadecimal digits.</summary>
internal static class Sid
{
    // A few kilobytes for the process, written without a lock: whichever string is there has the right text or is not taken.
    private static readonly string?[] Recent = new string?[256];

    public static bool Matches(string text, string prefix)
    {
        if (text.Length != 34 || !text.StartsWith(prefix, StringComparison.Ordinal))
        {
            return false;
        }

        for (var i = 2; i < text.Length; i++)
        {
            if (text[i] is not ((>= '0' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F')))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The text itself, where it is a SID of that kind.</summary>
    /// <exception cref="ArgumentException">It is not. The message does not repeat the text, which may be anything.</exception>
    public static string Checked(string? text, string prefix, string argument)
    {
        if (text is null)
        {
            throw new ArgumentNullException(argument);
        }

        if (Matches(text, prefix))
        {
            return text;
        }

        // Two SIDs in the wrong order are the usual reason; the kind of the one given tells.
        var hint = text.Length == 34 && Matches(text, text[..2]) && text[..2].All(char.IsLetter) ? $" This is the SID of something else, {text[..2]}…." : "";
        throw new ArgumentException($"Must be a SID of {prefix} and 32 hexadecimal digits.{hint}", argument);
    }

    /// <summary>The text as a string: mostly one that was made before, since each record of a list names the same account, conversation and role.</summary>
    public static string Shared(byte[] utf8, int start, int length)
    {
        if (length != 34)
        {
            return Encoding.UTF8.GetString(utf8, start, length);
        }

        // What tells SIDs apart is their end, and their kind.
        var hash = BinaryPrimitives.ReadUInt64LittleEndian(utf8.AsSpan(start + 26)) ^ ((ulong)utf8[start] << 8) ^ utf8[start + 1];
        ref var recent = ref Recent[(hash * 0x9E3779B97F4A7C15) >> 56];
        var text = recent;
        if (text is null || !IsSame(text, utf8.AsSpan(start, length)))
        {
            recent = text = Encoding.UTF8.GetString(utf8, start, length);
        }

        return text;
    }

    private static bool IsSame(string text, ReadOnlySpan<byte> ascii)
    {
        if (text.Length != ascii.Length)
        {
            return false;
        }

        for (var i = 0; i < ascii.Length; i++)
        {
            if (text[i] != ascii[i])
            {
                return false;
            }
        }

        return true;
    }
}
