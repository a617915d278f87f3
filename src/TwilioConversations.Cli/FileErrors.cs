namespace TwilioConversations.Cli;

/// <summary>A file cannot be used; the message says in one line which, and why.</summary>
internal sealed class FileException(NamedFile file, string what, Exception cause) : IOException($"{file} cannot be {what}: {FileErrors.ReasonOf(cause, file.Path)}.", cause);

/// <summary>Errors of the file system in the command's own words.</summary>
internal static class FileErrors
{
    /// <summary>The code of an error that is not from the file system; its message is this program's own.</summary>
    public const int NoSystemCode = unchecked((int)0x80131620);

    private const int NoSpaceOnUnix = 28;
    private const int NoSpaceOnWindows = unchecked((int)0x80070070);

    /// <summary>Does something to a file.</summary>
    /// <exception cref="FileException">It cannot be done.</exception>
    public static T Try<T>(NamedFile file, string what, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception e) when (e is IOException and not FileException or UnauthorizedAccessException)
        {
            throw new FileException(file, what, e);
        }
    }

    /// <summary>Why it cannot be done.</summary>
    public static string ReasonOf(Exception error, string? path = null) => error switch
    {
        _ when path is not null && Directory.Exists(path) => "it is a folder",
        UnauthorizedAccessException => "permission is denied",
        FileNotFoundException => "there is no such file",
        DirectoryNotFoundException => "there is no such folder",
        PathTooLongException => "its name is too long",
        IOException { HResult: NoSpaceOnUnix or NoSpaceOnWindows } => "no space is left on the device",
        _ => "the device or another program does not allow it",
    };
}
