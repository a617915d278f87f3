using System.Text.RegularExpressions;

namespace TwilioConversations.Inbox;

/// <summary>Finds the numbers of payment cards: printed as on a card, of a known issuer, and with the check digit.</summary>
internal static partial class CardNumbers
{
    public static string Mask(string text) => Printed().Replace(text, match => IsCard(string.Concat(match.Value.Where(char.IsAsciiDigit))) ? "[card number]" : match.Value);

    // An order or telephone number may pass one of these tests, but hardly all of them.
    private static bool IsCard(string number) => Issuer().IsMatch(number) && number.Reverse()
        .Select((digit, place) => place % 2 == 0 ? digit - '0' : "0246813579"[digit - '0'] - '0').Sum() % 10 == 0;

    /// <summary>Digits in one piece, in fours, or in groups of four, six and four or five; and no part of a longer number or word.</summary>
    [GeneratedRegex(@"(?<![\w+]|\d[ .-])(?:\d{13,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{3})?|\d{4}([ -])\d{6}\2\d{4,5})(?!\w|[ .-]\d)")]
    private static partial Regex Printed();

    /// <summary>Visa, Mastercard, American Express, Diners Club, JCB, Discover and UnionPay, with the lengths that they have.</summary>
    [GeneratedRegex(@"\A(?:4(?:\d{12}|\d{15}|\d{18})|(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)\d*(?<=\A\d{16})|3[47]\d{13}|3(?:0[0-5]|[689])\d*(?<=\A\d{14})|35\d{14}|6(?:011|4[4-9]|5|2)\d*(?<=\A\d{16}))\z")]
    private static partial Regex Issuer();
}
