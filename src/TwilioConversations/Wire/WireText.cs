using System.Globalization;

namespace TwilioConversations;

/// <summary>Values as the service reads them in queries, headers and forms, regardless of culture; null if nothing is to be sent.</summary>
internal static class WireText
{
    /// <summary>The text that tells the service to remove the stored value.</summary>
    public const string Removal = "null";

    /// <summary>RFC 3339 in UTC; with a fraction only if it is not zero.</summary>
    public static string Of(DateTimeOffset value) => value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>A single value of any type.</summary>
    public static string? Of(object? value) => value switch
    {
        null or string => (string?)value,
        bool isTrue => isTrue ? "true" : "false",
        DateTimeOffset date => Of(date),
        TimeSpan duration => Iso8601Duration.Of(duration),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        RawJson json => json.Value,
        // An enum; an uninitialized one has no text and is not sent.
        _ => value.ToString() is { Length: > 0 } text ? text : null,
    };
}
