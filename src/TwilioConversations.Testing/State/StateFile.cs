using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>
/// Keeps a state in a file, which is whole at any moment and holds the latest state once this is disposed of. Only one process can use a file.
/// </summary>
internal sealed class StateFile : IAsyncDisposable
{
    private readonly string _path;
    private readonly FileStream _lock;
    private readonly TextWriter? _log;
    private readonly Lock _changing = new();
    private readonly SemaphoreSlim _changed = new(0);
    private Func<JObject>? _state;
    private Task _writing = Task.CompletedTask;
    private TaskCompletionSource _next = NewWrite();
    private bool _isScheduled;
    private bool _isEnding;

    /// <summary>Takes the file for this process.</summary>
    /// <exception cref="IOException">Another emulator has it, or its folder cannot be written.</exception>
    public StateFile(string path, TextWriter? log)
    {
        (_path, _log) = (Path.GetFullPath(path), log);
        try
        {
            _lock = new FileStream($"{_path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path} cannot be used for the state. Either another emulator uses it, or its folder cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Why the file does not hold the latest state; null while all is well.</summary>
    public Exception? Error { get; private set; }

    /// <summary>The state in the file; null if there is none.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is not a JSON object.</exception>
    public JObject? Read() =>
        new FileInfo(_path) is { Exists: true, Length: > 0 } ? ReadJson(_path)
        : Directory.Exists(_path) ? throw new IOException($"{_path} is a folder.")
        : null;

    /// <summary>Reads JSON as it stands, dates as text.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is not a JSON object.</exception>
    public static JObject ReadJson(string path)
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

    /// <summary>
    /// Writes the state a first time, and from then on whenever a write is scheduled. Those that are scheduled during a write become one.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Start(Func<JObject> state)
    {
        _state = state;
        try
        {
            WriteAsync().GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The state cannot be written to {_path}: {e.Message}", e);
        }

        _writing = Task.Run(WriteChangesAsync);
    }

    /// <summary>Has the state written soon.</summary>
    /// <returns>Completes when a state that is read after this call is in the file, and fails if it cannot be written.</returns>
    public Task ScheduleWrite()
    {
        lock (_changing)
        {
            if (!_isScheduled)
            {
                _isScheduled = true;
                _changed.Release();
            }

            return _next.Task;
        }
    }

    /// <summary>Writes the final state, and gives the file free.</summary>
    /// <exception cref="IOException">The state could not be written.</exception>
    public async ValueTask DisposeAsync()
    {
        if (_state is not null)
        {
            _isEnding = true;
            _ = ScheduleWrite();
            await _writing;
        }

        await _lock.DisposeAsync();
        _changed.Dispose();
        if (Error is { } error)
        {
            throw new IOException($"The state could not be written to {_path}: {error.Message}", error);
        }
    }

    private async Task WriteChangesAsync()
    {
        while (true)
        {
            await _changed.WaitAsync();
            var isLast = _isEnding;
            TaskCompletionSource write;
            lock (_changing)
            {
                // Taken before the state is read, so that a later change is written again.
                (write, _next, _isScheduled) = (_next, NewWrite(), false);
            }

            try
            {
                await WriteAsync();
                Error = null;
                write.SetResult();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (Error is null)
                {
                    _log?.WriteLine($"The state cannot be written to {_path}: {e.Message}");
                }

                Error = e;
                write.SetException(e);
                // Whether somebody waits for it or not, it has been reported.
                _ = write.Task.Exception;
            }

            if (isLast)
            {
                return;
            }
        }
    }

    private async Task WriteAsync()
    {
        // A rename replaces the whole file at once, even if the program is stopped during it.
        var unfinished = $"{_path}.{Environment.ProcessId}.tmp";
        try
        {
            await using (var writer = new JsonTextWriter(new StreamWriter(unfinished)) { Formatting = Formatting.Indented })
            {
                await _state!().WriteToAsync(writer);
            }

            File.Move(unfinished, _path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static TaskCompletionSource NewWrite() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
