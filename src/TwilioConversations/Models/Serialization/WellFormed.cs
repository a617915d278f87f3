namespace TwilioConversations;

/// <summary>Text that UTF-8 can carry: every surrogate in a pair.</summary>
internal static class WellFormed
{
    /// <summary>Whether bytes are valid UTF-8.</summary>
    public static bool IsUtf8(byte[] bytes, int length)
    {
#if NET
        return System.Text.Unicode.Utf8.IsValid(bytes.AsSpan(0, length));
#else
        try
        {
            new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(bytes, 0, length);
            return true;
        }
        catch (System.Text.DecoderFallbackException)
        {
            return false;
        }
#endif
    }

    /// <exception cref="ArgumentException">Half of a pair stands alone; on the wire it would become another character.</exception>
    public static void Check(string text, string argument, string subject = "Text")
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                throw new ArgumentException($"{subject} must be valid Unicode; at position {i} half of a surrogate pair stands alone.", argument);
            }

            i++;
        }
    }
}
