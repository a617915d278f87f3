using System.Globalization;

namespace TwilioConversations;

public sealed partial record Participant
{
    /// <summary><see cref="LastReadTimestamp"/> as a date, in UTC; null if there is none or its text is not a date.</summary>
    public DateTimeOffset? LastReadAt => DateTimeOffset.TryParse(
        LastReadTimestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date) ? date : null;
}
