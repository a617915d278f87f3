using System.Globalization;
using System.Xml;

namespace TwilioConversations;

/// <summary>Durations as the service reads and writes them, such as <c>PT1H30M</c>.</summary>
internal static class Iso8601Duration
{
    public static string Of(TimeSpan duration) => XmlConvert.ToString(duration);

    /// <summary>Reads a duration of zero or more. Years and months have no exact length.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        // ISO 8601 has weeks, XML durations have not.
        if (text.Length > 2 && text[0] == 'P' && text[^1] == 'W')
        {
            return int.TryParse(text[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var weeks) && weeks < 10_000
                && (duration = TimeSpan.FromDays(7.0 * weeks)) >= TimeSpan.Zero;
        }

        if (text.Split('T')[0].IndexOfAny(['Y', 'M']) >= 0)
        {
            return false;
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
