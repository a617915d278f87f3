using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;

namespace TwilioConversations.Tests;

/// <summary>A date in the service's own form reads as System.Text.Json reads it; any other text is left to the general reader.</summary>
public class Iso8601DateTests
{
    private static readonly Gen<string> Date = Gen.DateTime.Select(date => date.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));

    // Digits out of their range, other characters and other lengths.
    private static readonly Gen<string> Changed = Gen.Select(Date, Gen.Int[0, 19], Gen.OneOf('0', '2', '3', '6', '9', '-', ':', '.', ' ', 'T', 'Z', '/')).Select((date, at, with) => date[..at] + with + date[(at + 1)..]);
    private static readonly Gen<string> Other = Gen.OneOf(Changed, Date.Select(date => date[..^1]), Date.Select(date => date.Replace("Z", ".5Z", StringComparison.Ordinal)), Date.Select(date => date.Replace('Z', '+')));

    [Test]
    public void Any_date_in_whole_seconds_is_read() => Date.Sample(
        text => Assert.That((Iso8601Date.TryParse(Encoding.UTF8.GetBytes(text), out var date), date), Is.EqualTo((true, DateTimeOffset.Parse(text, CultureInfo.InvariantCulture)))));

    [Test]
    public void Nothing_is_read_otherwise_than_System_Text_Json_reads_it() => Other.Sample(text =>
    {
        if (Iso8601Date.TryParse(Encoding.UTF8.GetBytes(text), out var date))
        {
            Assert.That(date, Is.EqualTo(JsonSerializer.Deserialize<DateTimeOffset>($"\"{text}\"")));
        }
    }, iter: 20_000);

    [TestCase("2026-02-29T08:00:00Z")]
    [TestCase("2026-13-01T08:00:00Z")]
    [TestCase("0000-01-01T08:00:00Z")]
    [TestCase("2026-11-23T24:00:00Z")]
    [TestCase("2026-11-23T08:60:00Z")]
    [TestCase("2026-11-23T08:00:60Z")]
    [TestCase("2026-11-23 08:00:00Z")]
    [TestCase("2026-11-23T08:00:00z")]
    [TestCase("")]
    public void Any_other_form_is_left_to_the_general_reader(string text) => Assert.That(Iso8601Date.TryParse(Encoding.UTF8.GetBytes(text), out _), Is.False);
}
