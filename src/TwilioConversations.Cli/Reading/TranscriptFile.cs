using System.Text;
using Newtonsoft.Json;

namespace TwilioConversations.Cli;

/// <summary>A transcript in a file, with a progress file next to it until it is complete.</summary>
internal sealed class TranscriptFile : IDisposable
{
    private readonly FileStream _file;
    private readonly NamedFile _name;
    private readonly NamedFile _progress;
    private State _state;

    private TranscriptFile(NamedFile name, NamedFile progress, FileStream file, State state)
    {
        (_name, _progress, _file, _state) = (name, progress, file, state);
        // Text after the last recorded page is written again.
        _file.SetLength(state.Length);
        _file.Position = state.Length;
        Output = new StreamWriter(_file, new UTF8Encoding(false)) { NewLine = "\n" };
    }

    public TextWriter Output { get; }

    /// <summary>True if the file is still empty.</summary>
    public bool IsNew => _state.Length == 0;

    public int Messages => _state.Messages;

    public int LastIndex => _state.LastIndex;

    /// <summary>The page to resume with; null for the first.</summary>
    public string? PageToken => _state.PageToken;

    /// <summary>Opens the file, and resumes an earlier run of the same transcript.</summary>
    /// <exception cref="UsageException">The file exists, and is not from such a run.</exception>
    /// <exception cref="FileException">The file cannot be written.</exception>
    public static TranscriptFile Open(NamedFile name, string what)
    {
        var progress = new NamedFile($"{name.Name}.progress", $"{name.Path}.progress");
        var file = new FileInfo(name.Path);
        var earlier = Read(progress) is { } state && state.What == what && file.Exists && file.Length >= state.Length ? state : null;
        if (earlier is null && file.Exists)
        {
            throw new UsageException($"{name} already exists. Delete it first, or choose another file.");
        }

        var stream = FileErrors.Try(name, "write", () => PrivateFile.Open(name.Path, FileMode.OpenOrCreate));
        return new(name, progress, stream, earlier ?? new State(what, 0, 0, -1, null));
    }

    /// <summary>Records that a page is written.</summary>
    public void Save(ListPage<Message> page) => FileErrors.Try(_name, "write", () =>
    {
        Output.Flush();
        var added = page.Items.Where(message => message.Index > LastIndex).ToList();
        _state = _state with
        {
            Length = _file.Position,
            Messages = Messages + added.Count,
            LastIndex = added is [.., var last] ? last.Index : LastIndex,
            PageToken = page.NextPageToken ?? PageToken,
        };
        using var progress = PrivateFile.Open(_progress.Path, FileMode.Create);
        progress.Write(Encoding.UTF8.GetBytes(JsonConvert.SerializeObject(_state)));
        return true;
    });

    public void Complete() => FileErrors.Try(_name, "write", () =>
    {
        Output.Flush();
        File.Delete(_progress.Path);
        return true;
    });

    /// <summary>Deletes the file if there is nothing to resume.</summary>
    public void Dispose()
    {
        _file.Dispose();
        if (Messages == 0 && File.Exists(_progress.Path) is false && new FileInfo(_name.Path) is { Exists: true, Length: 0 })
        {
            File.Delete(_name.Path);
        }
    }

    private static State? Read(NamedFile progress)
    {
        try
        {
            return File.Exists(progress.Path) ? JsonConvert.DeserializeObject<State>(File.ReadAllText(progress.Path)) : null;
        }
        catch (JsonException)
        {
            // The file was cut off while it was written.
            return null;
        }
    }

    private sealed record State(string What, long Length, int Messages, int LastIndex, string? PageToken);
}
