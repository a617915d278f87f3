using System.Text;

namespace TwilioConversations;

public sealed partial record Participant
{
    /// <summary><see cref="LastReadTimestamp"/> as a date, in UTC; null if there is none or its text is not a date.</summary>
    public DateTimeOffset? LastReadAt => LastReadTimestamp is { } text && Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out var date) ? date : null;
}
