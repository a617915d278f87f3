using System.Text.RegularExpressions;

namespace TwilioConversations.Inbox;

/// <summary>The rules for messages.</summary>
internal static partial class Wording
{
    public static bool IsSpam(string? text) => text?.Contains("buy now", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Returns the text without the numbers of payment cards.</summary>
    public static string? Clean(string? text) => text is null ? null : CardNumber().Replace(text, match => HasCheckDigit(match.Value) ? "[card number]" : match.Value);

    // An order or telephone number may be as long, but rarely begins like a card's and has the check digit of Luhn's formula.
    private static bool HasCheckDigit(string number) => number.Where(char.IsAsciiDigit).Reverse()
        .Select((digit, place) => place % 2 == 0 ? digit - '0' : "0246813579"[digit - '0'] - '0').Sum() % 10 == 0;

    [GeneratedRegex(@"(?<![\d+-])[3-6](?:[ -]?\d){12,18}\b")]
    private static partial Regex CardNumber();
}
