namespace TwilioConversations;

/// <summary>Text that is valid in UTF-8: every surrogate has its pair.</summary>
internal static class WellFormed
{
    /// <exception cref="ArgumentException">A surrogate has no pair; on the wire it would become another character.</exception>
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
                throw new ArgumentException($"{subject} must be valid Unicode; it has an unpaired surrogate at position {i}.", argument);
            }

            i++;
        }
    }
}
