using System.Threading.Channels;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>Keeps a state in a file, which is whole at any moment and holds the latest state once this is disposed of.</summary>
internal sealed class StateFile : IAsyncDisposable
{
    private readonly string _path;
    private readonly Func<JObject> _state;
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Task _writing;

    /// <summary>Writes the result of <paramref name="state"/> whenever a write is scheduled. Those that are scheduled during a write become one.</summary>
    public StateFile(string path, Func<JObject> state)
    {
        (_path, _state) = (Path.GetFullPath(path), state);
        _writing = Task.Run(WriteChangesAsync);
    }

    /// <summary>Why the file does not hold the latest state; null while all is well.</summary>
    public Exception? Error { get; private set; }

    /// <summary>Reads JSON as it stands, dates as text.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is not a JSON object.</exception>
    public static JObject Read(string path)
    {
        try
        {
            using var reader = new JsonTextReader(new StreamReader(path)) { DateParseHandling = DateParseHandling.None };
            var json = JObject.Load(reader);
            return reader.Read() ? throw new InvalidDataException($"{path}: There is something after the JSON object.") : json;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Has the state written soon.</summary>
    public void ScheduleWrite() => _changes.Writer.TryWrite(true);

    /// <summary>Writes the final state.</summary>
    /// <exception cref="IOException">The state could not be written.</exception>
    public async ValueTask DisposeAsync()
    {
        ScheduleWrite();
        _changes.Writer.TryComplete();
        await _writing;
        if (Error is { } error)
        {
            throw new IOException($"The state could not be written to {_path}: {error.Message}", error);
        }
    }

    private async Task WriteChangesAsync()
    {
        while (await _changes.Reader.WaitToReadAsync())
        {
            // Taken before the state is read, so that a later change is written again.
            _changes.Reader.TryRead(out _);
            try
            {
                await WriteAsync();
                Error = null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Error = e;
            }
        }
    }

    private async Task WriteAsync()
    {
        // A rename replaces the whole file at once, even if the program is stopped meanwhile.
        var unfinished = $"{_path}.{Environment.ProcessId}.tmp";
        try
        {
            await File.WriteAllTextAsync(unfinished, _state().ToString(Formatting.Indented));
            File.Move(unfinished, _path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
