using System.Text;
using TwilioConversations.Cli.Output;

namespace TwilioConversations.Cli.Participants;

/// <summary>The rows that failed, as they stood in the file, to be mended and imported again. The file is there only while it holds some.</summary>
internal sealed class FailedRows : IDisposable
{
    private readonly NamedFile _name;
    private readonly FileStream _file;
    private readonly bool _isNew;

    private FailedRows(NamedFile name, FileStream file, bool isNew) => (_name, _file, _isNew) = (name, file, isNew);

    /// <summary>Makes the file before anything is sent, so that no row is lost for want of it.</summary>
    /// <exception cref="UsageException">It is there from an earlier import.</exception>
    /// <exception cref="FileException">It cannot be written.</exception>
    public static FailedRows Open(NamedFile file, string header, bool isResumed)
    {
        var existing = new FileInfo(file.Path);
        if (existing is { Exists: true, Length: > 0 } && !isResumed)
        {
            throw new UsageException($"{file} is there from an earlier import, with rows that failed. Import it or delete it first, or name another file with --failed.");
        }

        var isNew = !existing.Exists;
        var rows = new FailedRows(file, FileErrors.Try(file, "written", () => PrivateFile.Open(file.Path, FileMode.Append)), isNew);
        if (isNew || existing.Length == 0)
        {
            rows.Write(header);
        }

        return rows;
    }

    public void Add(Row row) => Write(row.Text + "\n");

    /// <summary>Deletes the file again where it holds no row.</summary>
    public void Complete(int failed)
    {
        if (_isNew && failed == 0)
        {
            _file.Dispose();
            File.Delete(_file.Name);
        }
    }

    public void Dispose() => _file.Dispose();

    private void Write(string text) => FileErrors.Try(_name, "written", () =>
    {
        _file.Write(Encoding.UTF8.GetBytes(text));
        _file.Flush();
        return true;
    });
}
