using System.Text.RegularExpressions;

namespace TwilioConversations.Inbox;

/// <summary>What may be said.</summary>
internal static partial class Wording
{
    public static bool IsSpam(string? text) => text?.Contains("buy now", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The text without numbers of payment cards.</summary>
    public static string? Clean(string? text) => text is null ? null : CardNumber().Replace(text, "[card number]");

    [GeneratedRegex(@"\b(?:\d[ -]?){13,19}\b")]
    private static partial Regex CardNumber();
}
