using System.Text;
using Microsoft.Win32.SafeHandles;

namespace TwilioConversations.Cli.Output;

/// <summary>Where data goes. Once nobody reads it any more, as after <c>head</c>, writing throws an <see cref="IOException"/>.</summary>
internal static class StandardOutput
{
    /// <summary>A writer whose lines end as those of files do that go from one system to another.</summary>
    public static TextWriter Open() => new StreamWriter(Stream(), new UTF8Encoding(false)) { NewLine = "\n" };

    /// <summary>Whether an error says that nobody reads any more: EPIPE, or what Windows calls a broken pipe and one that is being closed.</summary>
    public static bool IsClosed(IOException error) => error.HResult is 32 or unchecked((int)0x8007006D) or unchecked((int)0x800700E8);

    // The console's own stream ignores a closed pipe, so that a list would be read to its end for nobody. A file keeps the console's
    // stream, which appends even if others write to the file too.
    private static Stream Stream()
    {
        var pipe = OperatingSystem.IsWindows() ? null : new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return pipe is { CanSeek: false } ? pipe : Console.OpenStandardOutput();
    }
}
