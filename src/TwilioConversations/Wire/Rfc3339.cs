namespace TwilioConversations;

/// <summary>Dates by RFC 3339, such as <c>2026-11-23T08:00:00Z</c> or <c>2026-11-23T01:00:00.123456-07:00</c>.</summary>
internal static class Rfc3339
{
    /// <summary>Reads a date, in UTC; a fraction beyond 100 ns is cut off. False for any other text.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset value)
    {
        value = default;
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || (text[10] | 0x20) != 't' || text[13] != ':' || text[16] != ':')
        {
            return false;
        }

        var (century, year, month, day) = (TwoDigits(text, 0), TwoDigits(text, 2), TwoDigits(text, 5), TwoDigits(text, 8));
        var (hour, minute, second) = (TwoDigits(text, 11), TwoDigits(text, 14), TwoDigits(text, 17));
        if ((century | year | month | day | hour | minute | second) < 0)
        {
            return false;
        }

        year += 100 * century;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 60
            || !TryGetFraction(text.Slice(19), out var fraction, out var zone) || !TryGetOffset(zone, out var offset))
        {
            return false;
        }

        // Added to the minute, second 60, a leap second, is the first one of the next.
        var ticks = new DateTime(year, month, day, hour, minute, 0).Ticks + (second * TimeSpan.TicksPerSecond) + fraction - (offset * TimeSpan.TicksPerMinute);
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        value = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    private static bool TryGetFraction(ReadOnlySpan<byte> text, out long ticks, out ReadOnlySpan<byte> zone)
    {
        ticks = 0;
        zone = text;
        if (text[0] != '.')
        {
            return true;
        }

        var length = 1;
        for (var unit = TimeSpan.TicksPerSecond / 10; length < text.Length && text[length] is >= (byte)'0' and <= (byte)'9'; length++, unit /= 10)
        {
            ticks += unit * (text[length] - '0');
        }

        zone = text.Slice(length);
        return length > 1;
    }

    private static bool TryGetOffset(ReadOnlySpan<byte> zone, out int minutes)
    {
        minutes = 0;
        if (zone.Length == 1)
        {
            return (zone[0] | 0x20) == 'z';
        }

        if (zone.Length != 6 || zone[0] is not ((byte)'+' or (byte)'-') || zone[3] != ':')
        {
            return false;
        }

        var (hour, minute) = (TwoDigits(zone, 1), TwoDigits(zone, 4));
        minutes = ((hour * 60) + minute) * (zone[0] == '-' ? -1 : 1);
        return (hour | minute) >= 0 && hour <= 23 && minute <= 59;
    }

    /// <summary>The number of two digits; -1 if they are not digits.</summary>
    private static int TwoDigits(ReadOnlySpan<byte> text, int start)
    {
        var (tens, ones) = (text[start] - '0', text[start + 1] - '0');
        return tens is >= 0 and <= 9 && ones is >= 0 and <= 9 ? (10 * tens) + ones : -1;
    }
}
