using System.Globalization;
using System.Text;
using CsCheck;

namespace TwilioConversations.Tests;

/// <summary>A date is what RFC 3339 calls one, with any fraction and any offset, and nothing else.</summary>
public class Rfc3339Tests
{
    private static readonly Gen<DateTimeOffset> Date = Gen.Select(Gen.DateTime, Gen.Int[-14 * 60, 14 * 60])
        .Where((date, _) => date.Year is > 1 and < 9999).Select((date, offset) => new DateTimeOffset(date.Ticks, TimeSpan.FromMinutes(offset)));

    [Test]
    public void Any_date_is_read_with_its_fraction_and_its_offset() => Date.Sample(date =>
    {
        foreach (var format in (string[])["yyyy-MM-dd'T'HH:mm:ss.fffffffzzz", "yyyy-MM-dd't'HH:mm:ss.fffffff0123456789zzz"])
        {
            Assert.That(Read(date.ToString(format, CultureInfo.InvariantCulture)), Is.EqualTo(date));
        }

        var seconds = date.AddTicks(-(date.Ticks % TimeSpan.TicksPerSecond));
        Assert.That(Read(seconds.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture)), Is.EqualTo(seconds));
        Assert.That(Read(seconds.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)), Is.EqualTo(seconds));
    });

    [TestCase("2016-03-24T20:37:57.123456-07:00", "2016-03-25T03:37:57.1234560Z")]
    [TestCase("2016-03-24t20:37:57z", "2016-03-24T20:37:57.0000000Z")]
    [TestCase("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.0000000Z")]
    [TestCase("2016-03-24T20:37:57+23:59", "2016-03-23T20:38:57.0000000Z")]
    public void Forms_that_other_services_write_are_read(string text, string utc) =>
        Assert.That(Read(text)!.Value.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), Is.EqualTo(utc));

    [TestCase("12:00")]
    [TestCase("05/04/2026")]
    [TestCase("2026-11-23")]
    [TestCase("2026-11-23T08:00Z")]
    [TestCase("2026-11-23T08:00:00")]
    [TestCase("2026-11-23T08:00:00.Z")]
    [TestCase("2026-11-23T08:00:00,5Z")]
    [TestCase("2026-11-23T08:00:00+1:00")]
    [TestCase("2026-11-23T08:00:00+0100")]
    [TestCase("2026-11-23T08:00:00+24:00")]
    [TestCase("2026-11-23T08:00:00Z ")]
    [TestCase("2026-02-29T08:00:00Z")]
    [TestCase("2026-13-01T08:00:00Z")]
    [TestCase("0000-01-01T08:00:00Z")]
    [TestCase("0001-01-01T00:00:00+01:00")]
    [TestCase("9999-12-31T23:59:59-01:00")]
    [TestCase("2026-11-23T24:00:00Z")]
    [TestCase("2026-11-23T08:60:00Z")]
    [TestCase("2026-11-23T08:00:61Z")]
    [TestCase("2026-11-23 08:00:00Z")]
    [TestCase("Mon, 23 Nov 2026 08:00:00 GMT")]
    [TestCase("")]
    public void Any_other_text_is_not_a_date(string text) => Assert.That(Read(text), Is.Null);

    private static DateTimeOffset? Read(string text) => Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out var date) ? date : null;
}
