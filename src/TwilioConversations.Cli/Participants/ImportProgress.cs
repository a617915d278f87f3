using System.Text;
using Newtonsoft.Json;

namespace TwilioConversations.Cli;

/// <summary>The progress of an import, in a file until the import is complete, so that it can be resumed.</summary>
internal sealed class ImportProgress : IDisposable
{
    // The beginning of the file, which tells it from other files.
    private const string Start = $$"""{"{{nameof(State.Service)}}":""";

    private readonly NamedFile? _name;
    private readonly FileStream? _file;
    private readonly bool _isNew;
    private readonly State _state;

    private ImportProgress(NamedFile? name, FileStream? file, bool isNew, State state, bool isResumed)
    {
        (_name, _file, _isNew, _state) = (name, file, isNew, state);
        IsResumed = isResumed;
    }

    /// <summary>True if this continues an earlier import of the same rows into the same conversation.</summary>
    public bool IsResumed { get; }

    /// <summary>The number of rows, from the first, that are done or failed.</summary>
    public int Rows => _state.Rows;

    /// <summary>The number of these rows that failed.</summary>
    public int Failed => _state.Failed;

    /// <summary>Resumes an earlier import, or starts a new one. Without a file, no progress is recorded.</summary>
    /// <exception cref="UsageException">The file is not a progress file.</exception>
    /// <exception cref="FileException">The file cannot be written.</exception>
    public static ImportProgress Open(NamedFile? name, ImportRows rows, CommandContext context)
    {
        var state = new State(context.Place.ServiceSid, context.Place.ConversationName!, rows.Sha256);
        if (name is null)
        {
            return new ImportProgress(null, null, isNew: false, state, isResumed: false);
        }

        // Locked while the import runs, so that a second one of the same file cannot start.
        var isNew = !File.Exists(name.Path);
        var file = FileErrors.Try(name, "write", () => new FileStream(name.Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        return Read(name, file) is { } earlier && earlier.IsOf(state)
            ? new ImportProgress(name, file, isNew: false, earlier, isResumed: true)
            : new ImportProgress(name, file, isNew, state, isResumed: false);
    }

    /// <summary>Records that the import has begun and can be resumed.</summary>
    public void Begin() => Save();

    /// <summary>Records that the next row is done or failed.</summary>
    public void Add(bool isFailed)
    {
        _state.Rows++;
        _state.Failed += isFailed ? 1 : 0;
        Save();
    }

    /// <summary>Deletes the file if every row is done or failed.</summary>
    public void Complete(int rows)
    {
        if (Rows == rows)
        {
            Delete();
        }
    }

    /// <summary>Leaves the file only if there is something to resume.</summary>
    public void Dispose()
    {
        if (_isNew && Rows == 0)
        {
            Delete();
        }

        _file?.Dispose();
    }

    private static State? Read(NamedFile name, FileStream file)
    {
        using var reader = new StreamReader(file, leaveOpen: true);
        var text = reader.ReadToEnd();
        if (!text.StartsWith(Start, StringComparison.Ordinal) && !Start.StartsWith(text, StringComparison.Ordinal))
        {
            file.Dispose();
            throw new UsageException($"{name} exists and is not a progress file. Pass another file to --progress.");
        }

        try
        {
            return JsonConvert.DeserializeObject<State>(text);
        }
        catch (JsonException)
        {
            // The file was cut off while it was written. Rows that are done already exist when they are sent again.
            return null;
        }
    }

    private void Delete()
    {
        if (_file is not null)
        {
            _file.Dispose();
            File.Delete(_file.Name);
        }
    }

    private void Save()
    {
        if (_file is not null)
        {
            FileErrors.Try(_name!, "write", () =>
            {
                _file.Position = 0;
                _file.Write(Encoding.UTF8.GetBytes(JsonConvert.SerializeObject(_state)));
                _file.SetLength(_file.Position);
                _file.Flush();
                return true;
            });
        }
    }

    private sealed record State(string? Service, string Conversation, string Sha256)
    {
        public int Rows { get; set; }

        public int Failed { get; set; }

        public bool IsOf(State other) => (Service, Conversation, Sha256) == (other.Service, other.Conversation, other.Sha256);
    }
}
