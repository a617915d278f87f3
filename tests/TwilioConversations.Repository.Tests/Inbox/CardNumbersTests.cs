using CsCheck;
using TwilioConversations.Inbox;

namespace TwilioConversations.Tests.Inbox;

/// <summary>The texts that the sample application recognizes as numbers of payment cards.</summary>
public class CardNumbersTests
{
    private static readonly string[] Printings = ["{0}{1}{2}{3}", "{0} {1} {2} {3}", "{0}-{1}-{2}-{3}"];

    [TestCase("4111 1111 1111 1111")]
    [TestCase("4111-1111-1111-1111")]
    [TestCase("4222222222222", Description = "Visa of 13 digits")]
    [TestCase("2223 0031 2200 3222", Description = "Mastercard")]
    [TestCase("3782 822463 10005", Description = "American Express")]
    [TestCase("3056 930902 5904", Description = "Diners Club")]
    [TestCase("6011000990139424", Description = "Discover")]
    public void A_card_number_is_masked_in_the_way_that_cards_print_it(string number) =>
        Assert.That(CardNumbers.Mask($"Card:{number}, or ({number}). {number}"), Is.EqualTo("Card:[card number], or ([card number]). [card number]"));

    [TestCase("order 20261130-0001-2345 call +1 555 000 1111 222 or 5550001111222333")]
    [TestCase("+4111111111111111", Description = "a telephone number")]
    [TestCase("order 4111111111111112", Description = "another check digit")]
    [TestCase("order 9111111111111111", Description = "no issuer")]
    [TestCase("order 411 111 111 111 1111", Description = "other groups")]
    [TestCase("order 4111-1111-1111-1111-0001", Description = "more groups")]
    [TestCase("order A4111111111111111", Description = "a letter in front")]
    [TestCase("4111111111111111_2", Description = "part of a word")]
    [TestCase("1Z 4111 1111 1111 1111 11", Description = "part of a longer number")]
    public void The_number_of_an_order_or_a_telephone_is_not(string text) => Assert.That(CardNumbers.Mask(text), Is.EqualTo(text));

    [Test]
    public void Order_numbers_by_day_are_not_masked_as_cards() =>
        Gen.Select(Gen.Date[new(2000, 1, 1), new(2099, 12, 31)], Gen.Int[0, 99_999_999], Gen.OneOf("", "-", " ")).Sample((day, number, dash) =>
            CardNumbers.Mask($"order {day:yyyyMMdd}{dash}{number / 10_000:0000}{dash}{number % 10_000:0000}").StartsWith("order 20", StringComparison.Ordinal));

    [Test]
    public void Every_Visa_and_Mastercard_number_is_masked_in_text() =>
        Gen.Select(Gen.OneOf("4", "51", "55", "2221", "2720"), Gen.Long[0, 999_999_999_999_999], Gen.OneOf(Printings)).Sample((issuer, rest, printing) =>
        {
            var digits = (issuer + $"{rest:000000000000000}")[..15];
            var number = Enumerable.Range(0, 10).Select(check => $"{digits}{check}").Single(HasCheckDigit);
            var printed = string.Format(System.Globalization.CultureInfo.InvariantCulture, printing, number[..4], number[4..8], number[8..12], number[12..]);
            return CardNumbers.Mask($"pay with {printed}!") == "pay with [card number]!";
        });

    private static bool HasCheckDigit(string number)
    {
        var sum = 0;
        for (var place = 1; place <= number.Length; place++)
        {
            var digit = number[^place] - '0';
            sum += place % 2 == 1 ? digit : (digit * 2 / 10) + (digit * 2 % 10);
        }

        return sum % 10 == 0;
    }
}
