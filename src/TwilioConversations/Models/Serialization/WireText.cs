using System.Globalization;

namespace TwilioConversations;

/// <summary>Values as the service reads them in queries, headers and forms, whatever the culture; null where nothing is to be sent.</summary>
internal static class WireText
{
    /// <summary>What the service takes for: remove the stored value.</summary>
    public const string Removal = "null";

    public static string? Of(string? value) => value;

    public static string? Of(int? value) => value?.ToString(CultureInfo.InvariantCulture);

    public static string? Of(long? value) => value?.ToString(CultureInfo.InvariantCulture);

    public static string? Of(bool? value) => value switch { null => null, true => "true", false => "false" };

    /// <summary>RFC 3339 in UTC; a fraction only where there is one.</summary>
    public static string? Of(DateTimeOffset? value) =>
        value?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
