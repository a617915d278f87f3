using System.Text;
using Newtonsoft.Json;
using TwilioConversations.Cli.Output;

namespace TwilioConversations.Cli.Reading;

/// <summary>A transcript in a file, with a file beside it that says how far it has come until it is complete.</summary>
internal sealed class TranscriptFile : IDisposable
{
    private readonly FileStream _file;
    private readonly NamedFile _name;
    private readonly NamedFile _progress;
    private State _state;

    private TranscriptFile(NamedFile name, NamedFile progress, FileStream file, State state)
    {
        (_name, _progress, _file, _state) = (name, progress, file, state);
        // What a run wrote after its last note is written again.
        _file.SetLength(state.Length);
        _file.Position = state.Length;
        Output = new StreamWriter(_file, new UTF8Encoding(false)) { NewLine = "\n" };
    }

    public TextWriter Output { get; }

    /// <summary>Whether nothing stands in it yet.</summary>
    public bool IsNew => _state.Length == 0;

    public int Messages => _state.Messages;

    public int LastIndex => _state.LastIndex;

    /// <summary>The page to go on with; null for the first.</summary>
    public string? PageToken => _state.PageToken;

    /// <summary>Opens it, to go on where an earlier run of the same transcript ended.</summary>
    /// <exception cref="UsageException">The file is there, and not from such a run.</exception>
    /// <exception cref="FileException">It cannot be written.</exception>
    public static TranscriptFile Open(NamedFile name, string what)
    {
        var progress = new NamedFile($"{name.Name}.progress", $"{name.Path}.progress");
        var earlier = Read(progress) is { } state && state.What == what && File.Exists(name.Path) && new FileInfo(name.Path).Length >= state.Length ? state : null;
        if (earlier is null && File.Exists(name.Path))
        {
            throw new UsageException($"{name} is there already. Delete it first, or name another file.");
        }

        var file = FileErrors.Try(name, "written", () => PrivateFile.Open(name.Path, FileMode.OpenOrCreate));
        return new(name, progress, file, earlier ?? new State(what, 0, 0, -1, null));
    }

    /// <summary>Notes that a page is written.</summary>
    public void Save(ListPage<Message> page) => FileErrors.Try(_name, "written", () =>
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

    public void Complete() => FileErrors.Try(_name, "written", () =>
    {
        Output.Flush();
        File.Delete(_progress.Path);
        return true;
    });

    /// <summary>Leaves no file with nothing to go on from.</summary>
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
            // Broken off while it was written.
            return null;
        }
    }

    private sealed record State(string What, long Length, int Messages, int LastIndex, string? PageToken);
}
