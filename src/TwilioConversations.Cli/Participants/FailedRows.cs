using System.Text;

namespace TwilioConversations.Cli;

/// <summary>The rows that failed, unchanged, to fix and import again. Without such rows, the file is deleted.</summary>
internal sealed class FailedRows : IDisposable
{
    private readonly NamedFile _name;
    private readonly FileStream _file;
    private bool _hasRows;

    private FailedRows(NamedFile name, FileStream file, bool hasRows) => (_name, _file, _hasRows) = (name, file, hasRows);

    /// <summary>Creates the file before anything is sent, so that no row is lost.</summary>
    /// <exception cref="UsageException">The file has rows of an earlier import, or other content.</exception>
    /// <exception cref="FileException">The file cannot be written.</exception>
    public static FailedRows Open(NamedFile file, string header, bool isResumed)
    {
        var hasRows = FileErrors.Try(file, "read", () => HasMoreThan(header, new FileInfo(file.Path)));
        if (hasRows && !isResumed)
        {
            throw new UsageException($"{file} exists with rows that failed in an earlier import. Import or delete it first, or pass another file to --failed.");
        }

        var stream = FileErrors.Try(file, "write", () => PrivateFile.Open(file.Path, hasRows ? FileMode.Append : FileMode.Create));
        var rows = new FailedRows(file, stream, hasRows);
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
    private static bool HasMoreThan(string header, FileInfo file) => file is { Exists: true, Length: > 0 }
        && (file.Length > Encoding.UTF8.GetByteCount(header) || File.ReadAllText(file.FullName) != header);

    private void Write(string text) => FileErrors.Try(_name, "write", () =>
    {
        _file.Write(Encoding.UTF8.GetBytes(text));
        _file.Flush();
        return true;
    });
}
