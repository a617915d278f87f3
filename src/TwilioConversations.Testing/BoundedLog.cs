namespace TwilioConversations.Testing;

/// <summary>Keeps a limited number of the latest entries, and fewer if they are large, so that a long run does not fill the memory.</summary>
internal sealed class BoundedLog<T>(int capacity, Func<T, long>? sizeOf = null)
{
    /// <summary>The total size that the entries of one log may have, by the measure of the log.</summary>
    public const long MaximumSize = 32 * 1024 * 1024;

    private readonly Queue<(T Entry, long Size)> _entries = [];
    private long _size;

    public void Add(T entry)
    {
        var size = sizeOf?.Invoke(entry) ?? 0;
        lock (_entries)
        {
            while (_entries.Count == capacity || (_entries.Count > 0 && _size + size > MaximumSize))
            {
                _size -= _entries.Dequeue().Size;
            }

            _entries.Enqueue((entry, size));
            _size += size;
        }
    }

    public void Clear()
    {
        lock (_entries)
        {
            _entries.Clear();
            _size = 0;
        }
    }

    public IReadOnlyList<T> ToList()
    {
        lock (_entries)
        {
            return [.. _entries.Select(item => item.Entry)];
        }
    }
}
