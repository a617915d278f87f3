using System.Xml;

namespace TwilioConversations;

/// <summary>Durations as the service reads them, such as <c>PT1H30M</c>.</summary>
internal static class Iso8601Duration
{
    /// <exception cref="ArgumentOutOfRangeException">The duration is negative.</exception>
    public static string Of(TimeSpan duration) => duration >= TimeSpan.Zero
        ? XmlConvert.ToString(duration)
        : throw new ArgumentOutOfRangeException(nameof(duration), duration, "Must not be negative.");
}
