using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.Cli;

/// <summary>
/// The folder of an export: <c>manifest.json</c>, <c>conversations.jsonl</c>, and a folder for each conversation. A file is replaced as a whole or
/// appended to by whole lines, so that a run that is killed at any moment can be resumed.
/// </summary>
internal sealed partial class ExportFolder : IDisposable
{
    private const int Format = 1;

    private static readonly JsonSerializerSettings Dates = new()
    {
        DateParseHandling = DateParseHandling.DateTimeOffset,
        NullValueHandling = NullValueHandling.Ignore,
    };

    private readonly NamedFile _folder;
    private readonly FileStream _lock;
    private State _state;
    private ExportCounts _counts = new(0, 0, 0, 0, 0);

    private ExportFolder(NamedFile folder, FileStream file, State state) => (_folder, _lock, _state) = (folder, file, state);

    /// <summary>True if an earlier run did not complete.</summary>
    public bool IsResumed => _state is { Started: not null, Completed: null };

    public int Conversations => _state.Conversations;

    /// <summary>The run, which marks the conversations that it has completed.</summary>
    public string Run => _state.Started!;

    /// <summary>Opens the folder, for one run at a time.</summary>
    /// <exception cref="UsageException">The folder contains other files, or the export of another service.</exception>
    /// <exception cref="FileException">The folder cannot be used, or another run uses it.</exception>
    public static ExportFolder Open(NamedFile folder, string? service) => FileErrors.Try(folder, "write", () =>
    {
        var manifest = Path.Combine(folder.Path, "manifest.json");
        if (Directory.Exists(folder.Path) && !File.Exists(manifest) && Directory.EnumerateFileSystemEntries(folder.Path).Any(IsForeign))
        {
            throw new UsageException($"{folder} contains other files. Choose an empty folder, or one with an earlier export.");
        }

        Directory.CreateDirectory(folder.Path);
        var file = new FileStream(Path.Combine(folder.Path, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            var state = File.Exists(manifest)
                ? JsonConvert.DeserializeObject<State>(File.ReadAllText(manifest), Dates)!
                : new State { Format = Format, Service = service };
            return state.Format != Format || state.Service != service
                ? throw new UsageException($"{folder} has the export of another service or version. Choose another folder.")
                : new ExportFolder(folder, file, state);
        }
        catch (JsonException)
        {
            file.Dispose();
            throw new UsageException($"{manifest} is not the manifest of an export. Choose another folder.");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    });

    /// <summary>Writes the list of conversations, which is the work of the run.</summary>
    public async Task<int> WriteConversationsAsync(IAsyncEnumerable<ListPage<Conversation>> pages)
    {
        var count = 0;
        HashSet<string> previous = [];
        var next = PathOf("conversations.jsonl.new");
        await using (var writer = new StreamWriter(PrivateFile.Open(next, FileMode.Create)) { NewLine = "\n" })
        {
            await foreach (var page in pages)
            {
                // A conversation that is created during the export moves the others, so that one may be on two pages.
                foreach (var conversation in page.Items.Where(conversation => !previous.Contains(conversation.Sid)))
                {
                    await writer.WriteLineAsync(JsonConvert.SerializeObject(conversation));
                    count++;
                }

                previous = [.. page.Items.Select(conversation => conversation.Sid)];
            }
        }

        File.Move(next, PathOf("conversations.jsonl"), overwrite: true);
        return count;
    }

    /// <summary>Records that the run has begun and can be resumed.</summary>
    public void Begin(int conversations)
    {
        _state = _state with
        {
            Started = Guid.NewGuid().ToString("N"),
            StartedAt = DateTimeOffset.UtcNow,
            Completed = null,
            Conversations = conversations,
        };
        WriteManifest();
    }

    /// <summary>Reads the SIDs of the conversations and of their services, one after the other.</summary>
    public IEnumerable<(string Sid, string? ServiceSid)> ReadConversations() => File.ReadLines(PathOf("conversations.jsonl"))
        .Select(JObject.Parse)
        .Select(conversation => (string?)conversation["sid"] is { } sid && Sid().IsMatch(sid)
            ? (sid, (string?)conversation["chat_service_sid"])
            : throw new InvalidDataException($"{_folder}: conversations.jsonl is damaged."));

    public string PathOf(params string[] parts) => Path.Combine([_folder.Path, .. parts]);

    /// <summary>Replaces a file as a whole.</summary>
    public void Replace(string path, string text) => FileErrors.Try(_folder, "write", () =>
    {
        using (var file = PrivateFile.Open(path + ".new", FileMode.Create))
        {
            file.Write(System.Text.Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
        return true;
    });

    /// <summary>Adds to the totals. Its callers take turns.</summary>
    public void Add(ExportCounts counts) => _counts += counts;

    /// <summary>Records that the run is complete, and returns the totals.</summary>
    public ExportCounts Complete()
    {
        _state = _state with { Completed = DateTimeOffset.UtcNow, Counts = _counts };
        WriteManifest();
        return _counts;
    }

    public void Dispose() => _lock.Dispose();

    // A run that is killed while it lists the conversations leaves these.
    private static bool IsForeign(string entry) =>
        Path.GetFileName(entry) is not (".lock" or "conversations.jsonl" or "conversations.jsonl.new" or "manifest.json.new");

    private void WriteManifest() => Replace(PathOf("manifest.json"), JsonConvert.SerializeObject(_state, Formatting.Indented, Dates) + "\n");

    [GeneratedRegex(@"\ACH[0-9a-fA-F]{32}\z")]
    private static partial Regex Sid();

    private sealed record State
    {
        [JsonProperty("format")]
        public int Format { get; init; }

        [JsonProperty("service")]
        public string? Service { get; init; }

        [JsonProperty("run")]
        public string? Started { get; init; }

        [JsonProperty("started")]
        public DateTimeOffset? StartedAt { get; init; }

        [JsonProperty("completed")]
        public DateTimeOffset? Completed { get; init; }

        [JsonProperty("conversations")]
        public int Conversations { get; init; }

        [JsonProperty("totals")]
        public ExportCounts? Counts { get; init; }
    }
}
