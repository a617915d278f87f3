namespace TwilioConversations.Testing;

/// <summary>Keeps a limited number of the latest entries, so that a long run does not fill the memory.</summary>
internal sealed class BoundedLog<T>(int capacity)
{
    private readonly Queue<T> _entries = [];

    public void Add(T entry)
    {
        lock (_entries)
        {
            if (_entries.Count == capacity)
            {
                _entries.Dequeue();
            }

            _entries.Enqueue(entry);
        }
    }

    public void Clear()
    {
        lock (_entries)
        {
            _entries.Clear();
        }
    }

    public IReadOnlyList<T> ToList()
    {
        lock (_entries)
        {
            return [.. _entries];
        }
    }
}
