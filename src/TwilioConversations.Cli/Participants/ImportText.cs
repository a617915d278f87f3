using System.Buffers;
using System.Text;

namespace TwilioConversations.Cli;

/// <summary>The content of a file to import. Text that is not UTF-8, and lines that are too long, are rejected.</summary>
internal sealed class ImportText(string name, byte[] bytes)
{
    private const int MaxLineBytes = 1 << 20;

    public string Name => name;

    public byte[] Bytes => bytes;

    /// <exception cref="UsageException">The file does not exist, has a line that is too long, or is not UTF-8.</exception>
    /// <exception cref="FileException">The file cannot be read.</exception>
    public static ImportText Read(NamedFile file, ToolEnvironment environment)
    {
        if (file.Name == ToolEnvironment.StandardStream)
        {
            using var input = environment.OpenInput();
            return Read("standard input", input);
        }

        if (!Path.Exists(file.Path))
        {
            throw new UsageException($"{file} does not exist.");
        }

        return FileErrors.Try(file, "read", () =>
        {
            using var stream = File.OpenRead(file.Path);
            return Read(Path.GetFileName(file.Path), stream);
        });
    }

    /// <summary>Creates an error with its place: the line, and the byte or column if that helps.</summary>
    public UsageException Error(long line, string what) => new($"{name}, line {line}: {what}");

    /// <summary>Returns the line of a byte and its position in the line, both from 1.</summary>
    public (int Line, int Byte) PlaceOf(int offset)
    {
        var before = bytes.AsSpan(0, Math.Min(offset, bytes.Length));
        return (before.Count((byte)'\n') + 1, before.Length - before.LastIndexOf((byte)'\n'));
    }

    private static ImportText Read(string name, Stream stream)
    {
        using var content = new MemoryStream();
        var chunk = new byte[1 << 16];
        var (line, length) = (1, 0);
        while (stream.Read(chunk) is > 0 and var count)
        {
            // Checked while reading, so that an endless line never fills the memory.
            var rest = chunk.AsSpan(0, count);
            while (rest.IndexOf((byte)'\n') is >= 0 and var end)
            {
                RejectTooLong(length + end);
                (line, length) = (line + 1, 0);
                rest = rest[(end + 1)..];
            }

            RejectTooLong(length += rest.Length);
            content.Write(chunk, 0, count);
        }

        var text = new ImportText(name, content.ToArray());
        text.RejectInvalidUtf8();
        return text;

        void RejectTooLong(int bytes)
        {
            if (bytes > MaxLineBytes)
            {
                throw new UsageException($"{name}, line {line}: exceeds the limit of {MaxLineBytes} bytes.");
            }
        }
    }

    private void RejectInvalidUtf8()
    {
        var offset = 0;
        if (System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return;
        }

        while (Rune.DecodeFromUtf8(bytes.AsSpan(offset), out _, out var length) == OperationStatus.Done)
        {
            offset += length;
        }

        var (line, at) = PlaceOf(offset);
        throw Error(line, $"byte {at} is not UTF-8. Save the file as UTF-8.");
    }
}
