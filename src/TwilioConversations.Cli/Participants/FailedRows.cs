using System.Text;
using TwilioConversations.Cli.Output;

namespace TwilioConversations.Cli.Participants;

/// <summary>The rows that failed, as they are in the file, to be corrected and imported again. Without such rows, the file is deleted.</summary>
internal sealed class FailedRows : IDisposable
{
    private readonly NamedFile _name;
    private readonly FileStream _file;
    private bool _hasRows;

    private FailedRows(NamedFile name, FileStream file, bool hasRows) => (_name, _file, _hasRows) = (name, file, hasRows);

    /// <summary>Makes the file before anything is sent, so that no row is lost for want of it.</summary>
    /// <exception cref="UsageException">It has rows of an earlier import, or is another file.</exception>
    /// <exception cref="FileException">It cannot be written.</exception>
    public static FailedRows Open(NamedFile file, string header, bool isResumed)
    {
        var hasRows = FileErrors.Try(file, "read", () => HasMoreThan(header, new FileInfo(file.Path)));
        if (hasRows && !isResumed)
        {
            throw new UsageException($"{file} is there from an earlier import, with rows that failed. Import it or delete it first, or name another file with --failed.");
        }

        var rows = new FailedRows(file, FileErrors.Try(file, "written", () => PrivateFile.Open(file.Path, hasRows ? FileMode.Append : FileMode.Create)), hasRows);
        if (!hasRows)
        {
            rows.Write(header);
        }

        return rows;
    }

    public void Add(Row row)
    {
        Write(row.Text + "\n");
        _hasRows = true;
    }

    public void Dispose()
    {
        _file.Dispose();
        if (!_hasRows)
        {
            File.Delete(_file.Name);
        }
    }

    // An import that was killed leaves a file with the header only.
    private static bool HasMoreThan(string header, FileInfo file) => file is { Exists: true, Length: > 0 } && (file.Length > Encoding.UTF8.GetByteCount(header) || File.ReadAllText(file.FullName) != header);

    private void Write(string text) => FileErrors.Try(_name, "written", () =>
    {
        _file.Write(Encoding.UTF8.GetBytes(text));
        _file.Flush();
        return true;
    });
}
