using System.Globalization;
using System.Text;

namespace TwilioConversations.Cli;

/// <summary>Makes untrusted text safe to print: characters that could move the cursor, recolor the screen or reorder a line become U+FFFD.</summary>
internal static class TerminalText
{
    public static string Of(string text) => Of(text, Steers);

    /// <summary>The same for text of several lines, which keeps its line ends and tabs.</summary>
    public static string OfLines(string text) => Of(text, rune => rune.Value is not ('\n' or '\t') && Steers(rune));

    private static string Of(string text, Func<Rune, bool> steers) =>
        text.EnumerateRunes().Any(steers) ? string.Concat(text.EnumerateRunes().Select(rune => steers(rune) ? Rune.ReplacementChar : rune)) : text;

    /// <summary>Returns true if a terminal acts on the character instead of showing it. The two joiners are part of words and emoji.</summary>
    private static bool Steers(Rune rune) => rune.Value is not (0x200C or 0x200D)
        && Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
