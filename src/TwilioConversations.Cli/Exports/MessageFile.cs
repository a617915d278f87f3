using System.Text;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.Cli;

/// <summary>The messages of a conversation, a line for each, in the order of their index. A line that is cut off is removed.</summary>
internal sealed class MessageFile : IDisposable
{
    private readonly FileStream _file;

    public MessageFile(string path)
    {
        _file = PrivateFile.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite);
        var end = EndOfLine(_file.Length);
        _file.SetLength(end);
        LastIndex = end == 0 ? -1 : IndexIn(LineBefore(end));
        _file.Position = end;
    }

    /// <summary>The index of the last message; -1 if there is none.</summary>
    public int LastIndex { get; private set; }

    public void Add(int index, string json)
    {
        _file.Write(Encoding.UTF8.GetBytes(json + "\n"));
        LastIndex = index;
    }

    public void Flush() => _file.Flush(flushToDisk: true);

    public void Dispose() => _file.Dispose();

    private static int IndexIn(string line) => (int?)JObject.Parse(line)["index"] ?? throw new InvalidDataException("messages.jsonl is damaged.");

    /// <summary>Returns the position after the last line end before a position.</summary>
    private long EndOfLine(long before)
    {
        var block = new byte[1 << 16];
        while (before > 0)
        {
            var start = Math.Max(0, before - block.Length);
            var part = block.AsSpan(0, (int)(before - start));
            _file.Position = start;
            _file.ReadExactly(part);
            if (part.LastIndexOf((byte)'\n') is >= 0 and var at)
            {
                return start + at + 1;
            }

            before = start;
        }

        return 0;
    }

    private string LineBefore(long end)
    {
        var start = EndOfLine(end - 1);
        var line = new byte[end - start];
        _file.Position = start;
        _file.ReadExactly(line);
        return Encoding.UTF8.GetString(line);
    }
}
