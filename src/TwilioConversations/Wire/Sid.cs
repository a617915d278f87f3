using System.Diagnostics.CodeAnalysis;

namespace TwilioConversations;

/// <summary>The shape of Twilio's own identifiers: two letters for the kind, 32 hexadecimal digits.</summary>
internal static class Sid
{
    public static bool Matches([NotNullWhen(true)] string? text, string prefix)
    {
        if (text?.Length != 34 || !text.StartsWith(prefix, StringComparison.Ordinal))
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

    /// <summary>Returns the text if it is a SID of that kind.</summary>
    /// <exception cref="ArgumentException">It is not. The message does not repeat the text, which may be personal data.</exception>
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

        throw Invalid(text, prefix, argument);
    }

    private static ArgumentException Invalid(string text, string prefix, string argument)
    {
        // The usual reason is that two SIDs are swapped, so the message names the kind of this one.
        var hint = text.Length == 34 && Matches(text, text[..2]) && text[..2].All(char.IsLetter) ? $" This is the SID of something else, {text[..2]}…." : "";
        return new ArgumentException($"Must be a SID of {prefix} and 32 hexadecimal digits.{hint}", argument);
    }
}
