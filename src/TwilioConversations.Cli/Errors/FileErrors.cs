namespace TwilioConversations.Cli;

/// <summary>Thrown when a file cannot be used; the message names the file and the reason in one line.</summary>
internal sealed class FileException(NamedFile file, string act, Exception cause)
    : IOException($"Cannot {act} {file}: {FileErrors.ReasonOf(cause, file.Path)}.", cause);

/// <summary>Errors of the file system in the tool's own words.</summary>
internal static class FileErrors
{
    /// <summary>The code of an error that is not from the file system; its message is the tool's own.</summary>
    public const int NoSystemCode = unchecked((int)0x80131620);

    private const int NoSpaceOnUnix = 28;
    private const int NoSpaceOnWindows = unchecked((int)0x80070070);

    /// <summary>Reads or writes a file.</summary>
    /// <exception cref="FileException">The file system does not allow it.</exception>
    public static T Try<T>(NamedFile file, string act, Func<T> run)
    {
        try
        {
            return run();
        }
        catch (Exception e) when (e is IOException and not FileException or UnauthorizedAccessException)
        {
            throw new FileException(file, act, e);
        }
    }

    /// <summary>Returns the reason of an error.</summary>
    public static string ReasonOf(Exception error, string? path = null) => error switch
    {
        _ when path is not null && Directory.Exists(path) => "it is a folder",
        UnauthorizedAccessException => "permission denied",
        FileNotFoundException => "the file does not exist",
        DirectoryNotFoundException => "the folder does not exist",
        PathTooLongException => "the name is too long",
        IOException { HResult: NoSpaceOnUnix or NoSpaceOnWindows } => "no space left on the device",
        _ => "the device or another program does not allow it",
    };
}
