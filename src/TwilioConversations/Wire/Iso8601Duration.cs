using System.Globalization;
using System.Xml;

namespace TwilioConversations;

/// <summary>Durations as the service reads them, such as <c>PT1H30M</c>.</summary>
internal static class Iso8601Duration
{
    /// <exception cref="ArgumentOutOfRangeException">The duration is negative.</exception>
    public static string Of(TimeSpan duration) => duration >= TimeSpan.Zero
        ? XmlConvert.ToString(duration)
        : throw new ArgumentOutOfRangeException(nameof(duration), duration, "Must not be negative.");

    /// <exception cref="ArgumentException">The text is not a duration, or neither zero nor long enough.</exception>
    public static void Check(string text, TimeSpan minimum, string field, string argument)
    {
        if (!TryParse(text, out var duration))
        {
            throw new ArgumentException($"{field} must be an ISO 8601 duration such as PT15M.", argument);
        }

        if (duration < minimum && duration != TimeSpan.Zero)
        {
            throw new ArgumentException($"{field} must be at least {XmlConvert.ToString(minimum)}, or zero.", argument);
        }
    }

    private static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        // ISO 8601 has weeks, XML durations have not.
        if (text.Length > 2 && text[0] == 'P' && text[^1] == 'W')
        {
            return int.TryParse(text[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var weeks) && weeks < 10_000
                && (duration = TimeSpan.FromDays(7.0 * weeks)) >= TimeSpan.Zero;
        }

        try
        {
            duration = XmlConvert.ToTimeSpan(text);
            return duration >= TimeSpan.Zero;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return false;
        }
    }
}
