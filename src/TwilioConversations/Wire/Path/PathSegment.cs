namespace TwilioConversations;

/// <summary>A value that the server sees as exactly one segment of a path: checked, and escaped.</summary>
internal readonly struct PathSegment
{
    /// <summary>No identity, unique name or SID of the service is longer.</summary>
    private const int MaximumLength = 256;

    private PathSegment(string text) => Text = text;

    public string Text { get; }

    /// <exception cref="ArgumentException">The value is not one segment, or no id of the service can be it.</exception>
    public static PathSegment Of(string? value, string argument) => new(Uri.EscapeDataString(Checked(value, argument)));

    /// <exception cref="ArgumentException">The value is not a SID of that kind.</exception>
    public static PathSegment OfSid(string? value, string prefix, string argument) => new(Sid.Checked(value, prefix, argument));

    /// <exception cref="ArgumentException">The value is not one segment, or no id of the service can be it.</exception>
    public static string Checked(string? value, string argument)
    {
        if (value is null)
        {
            throw new ArgumentNullException(argument);
        }

        if (value.Length is 0 or > MaximumLength)
        {
            throw new ArgumentException($"Must have 1 to {MaximumLength} characters; this has {value.Length}.", argument);
        }

        // Servers and clients take these segments out of a path, and the request would reach what lies above.
        if (value is "." or "..")
        {
            throw new ArgumentException("Must not be '.' or '..', which would change the resource that the request reaches.", argument);
        }

        // Where a C library reads the path, it ends here.
        if (value.Contains('\0'))
        {
            throw new ArgumentException("Must not contain the character U+0000, at which a server may cut the path off.", argument);
        }

        WellFormed.Check(value, argument);
        return value;
    }
}
