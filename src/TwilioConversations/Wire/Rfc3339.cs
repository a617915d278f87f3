namespace TwilioConversations;

/// <summary>Dates by RFC 3339, such as <c>2026-11-23T08:00:00Z</c> or <c>2026-11-23T01:00:00.123456-07:00</c>.</summary>
internal static class Rfc3339
{
    /// <summary>Reads a date, in UTC; a fraction beyond 100 ns is cut off. False for any other text.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset value)
    {
        value = default;
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || (text[10] | 0x20) != 't' || text[13] != ':' || text[16] != ':'
            || !TryGetNumber(text.Slice(0, 4), out var year) || !TryGetNumber(text.Slice(5, 2), out var month) || !TryGetNumber(text.Slice(8, 2), out var day)
            || !TryGetNumber(text.Slice(11, 2), out var hour) || !TryGetNumber(text.Slice(14, 2), out var minute)
            || !TryGetNumber(text.Slice(17, 2), out var second)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 60
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

        if (zone.Length != 6 || zone[0] is not ((byte)'+' or (byte)'-') || zone[3] != ':'
            || !TryGetNumber(zone.Slice(1, 2), out var hour) || !TryGetNumber(zone.Slice(4, 2), out var minute) || hour > 23 || minute > 59)
        {
            return false;
        }

        minutes = ((hour * 60) + minute) * (zone[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool TryGetNumber(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            number = (10 * number) + digit - '0';
        }

        return true;
    }
}
