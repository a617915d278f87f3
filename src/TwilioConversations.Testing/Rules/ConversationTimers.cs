using System.Text.RegularExpressions;
using System.Xml;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>The periods after which a conversation becomes inactive and closed; null for a timer that does not run.</summary>
internal sealed partial record ConversationTimers(TimeSpan? Inactive, TimeSpan? Closed)
{
    public const string InactiveField = "Timers.Inactive";
    public const string ClosedField = "Timers.Closed";

    private const string InactiveDate = "date_inactive";
    private const string ClosedDate = "date_closed";

    public static ConversationTimers None { get; } = new(null, null);

    /// <summary>The timers after a change; a duration of zero stops one.</summary>
    /// <exception cref="ApiFault">The form has a timer that is not a duration, or is too short.</exception>
    public ConversationTimers With(string? inactive, string? closed, string inactiveField = InactiveField, string closedField = ClosedField) => new(
        Read(inactive, inactiveField, TimeSpan.FromMinutes(1), 50379, 50375, Inactive),
        Read(closed, closedField, TimeSpan.FromMinutes(10), 50380, 50376, Closed));

    /// <summary>The timers that the account's configuration gives to new conversations.</summary>
    public static ConversationTimers DefaultOf(JObject? settings) =>
        None.With((string?)settings?["default_inactive_timer"], (string?)settings?["default_closed_timer"]);

    /// <summary>When the next timer of a conversation ends; null if none runs.</summary>
    public static DateTimeOffset? NextEnd(JObject conversation)
    {
        var dates = new[] { (string?)conversation["timers"]?[InactiveDate], (string?)conversation["timers"]?[ClosedDate] };
        return dates.Min(StringComparer.Ordinal) is { } first && FieldRule.TryParseDate(first, out var date) ? date : null;
    }

    /// <summary>The dates on which the timers of a state end if they start now.</summary>
    public JObject Start(string state, DateTimeOffset now)
    {
        var dates = new JObject();
        if (state == "active" && Inactive is { } inactive)
        {
            dates[InactiveDate] = FieldRule.ToText(now + inactive);
        }

        if (state != "closed" && Closed is { } closed)
        {
            dates[ClosedDate] = FieldRule.ToText(now + closed);
        }

        return dates;
    }

    /// <summary>The first change of state that is due by now: the new state, and when its timer ended. Null if none is due.</summary>
    public static (string State, string Date)? Due(JObject conversation, DateTimeOffset now)
    {
        var (inactive, closed) = ((string?)conversation["timers"]?[InactiveDate], (string?)conversation["timers"]?[ClosedDate]);
        var text = FieldRule.ToText(now);
        // Dates in the same format sort as strings.
        var isInactiveDue = inactive is not null && string.CompareOrdinal(inactive, text) <= 0;
        var isClosedDue = closed is not null && string.CompareOrdinal(closed, text) <= 0;
        return isInactiveDue && !(isClosedDue && string.CompareOrdinal(closed, inactive) <= 0) ? ("inactive", inactive!)
            : isClosedDue ? ("closed", closed!)
            : null;
    }

    private static TimeSpan? Read(string? text, string field, TimeSpan minimum, int formatCode, int minimumCode, TimeSpan? otherwise)
    {
        if (text is null)
        {
            return otherwise;
        }

        if (!TryParse(text, out var duration))
        {
            throw new ApiFault(400, formatCode, $"{field} must be an ISO 8601 duration such as PT15M");
        }

        ResourceChange.RejectIf(duration != TimeSpan.Zero && duration < minimum, minimumCode, $"{field} must be at least {XmlConvert.ToString(minimum)}");
        return duration == TimeSpan.Zero ? null : duration;
    }

    // ISO 8601 has weeks, XML durations have not.
    private static bool TryParse(string text, out TimeSpan duration)
    {
        try
        {
            duration = Weeks().Match(text) is { Success: true } weeks
                ? TimeSpan.FromDays(7.0 * int.Parse(weeks.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture))
                : XmlConvert.ToTimeSpan(text);
            return duration <= TimeSpan.FromDays(365 * 100);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            duration = default;
            return false;
        }
    }

    [GeneratedRegex(@"\AP([0-9]+)W\z")]
    private static partial Regex Weeks();
}
