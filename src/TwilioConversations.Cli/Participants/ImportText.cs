using System.Buffers;
using System.Text;

namespace TwilioConversations.Cli.Participants;

/// <summary>The content of a file to import. What is not UTF-8, or has too long a line, is refused.</summary>
internal sealed class ImportText(string name, byte[] bytes)
{
    /// <summary>The path that stands for standard input, or output.</summary>
    public const string StandardStream = "-";

    private const int MaxLineBytes = 1 << 20;

    public string Name => name;

    public byte[] Bytes => bytes;

    /// <exception cref="UsageException">There is no such file, a line is too long, or it is not UTF-8.</exception>
    /// <exception cref="FileException">It cannot be read.</exception>
    public static ImportText Read(NamedFile file, ToolEnvironment environment)
    {
        if (file.Name == StandardStream)
        {
            using var input = environment.OpenInput();
            return Read("standard input", input);
        }

        if (!Path.Exists(file.Path))
        {
            throw new UsageException($"There is no file {file}.");
        }

        return FileErrors.Try(file, "read", () =>
        {
            using var stream = File.OpenRead(file.Path);
            return Read(Path.GetFileName(file.Path), stream);
        });
    }

    /// <summary>A refusal that says where: by line, and by byte or column within it where that helps.</summary>
    public UsageException Refusal(long line, string what) => new($"{name}, line {line}: {what}");

    /// <summary>The line of a byte and the byte's place within it, both from 1.</summary>
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
            // Checked while reading, so that a line without end never fills the memory.
            var rest = chunk.AsSpan(0, count);
            while (rest.IndexOf((byte)'\n') is >= 0 and var end)
            {
                RefuseTooLong(length + end);
                (line, length) = (line + 1, 0);
                rest = rest[(end + 1)..];
            }

            RefuseTooLong(length += rest.Length);
            content.Write(chunk, 0, count);
        }

        var text = new ImportText(name, content.ToArray());
        text.RefuseInvalidUtf8();
        return text;

        void RefuseTooLong(int bytes)
        {
            if (bytes > MaxLineBytes)
            {
                throw new UsageException($"{name}, line {line}: longer than {MaxLineBytes} bytes, which no row of participants is.");
            }
        }
    }

    private void RefuseInvalidUtf8()
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
        throw Refusal(line, $"byte {at} is not UTF-8. Save the file as UTF-8.");
    }
}
