using System.Text;
using Microsoft.Win32.SafeHandles;

namespace TwilioConversations.Cli;

/// <summary>
/// Standard output for data. Once the reader has closed the pipe, as <c>head</c> does, writing throws an <see cref="IOException"/>.
/// </summary>
internal static class StandardOutput
{
    /// <summary>Opens a writer that always uses LF.</summary>
    public static TextWriter Open() => new StreamWriter(Stream(), new UTF8Encoding(false)) { NewLine = "\n" };

    /// <summary>Returns true for the errors of a closed pipe: EPIPE, and the two codes that Windows has for it.</summary>
    public static bool IsClosed(IOException error) => error.HResult is 32 or unchecked((int)0x8007006D) or unchecked((int)0x800700E8);

    // The console's own stream ignores a closed pipe, and a list would be read to its end. A file keeps the console's
    // stream, which appends even if others write to the file too.
    private static Stream Stream()
    {
        var pipe = OperatingSystem.IsWindows() ? null : new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return pipe is { CanSeek: false } ? pipe : Console.OpenStandardOutput();
    }
}
