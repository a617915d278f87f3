namespace TwilioConversations;

/// <summary>Text that UTF-8 can carry: every surrogate in a pair.</summary>
internal static class WellFormed
{
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
