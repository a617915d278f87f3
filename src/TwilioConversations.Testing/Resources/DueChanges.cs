namespace TwilioConversations.Testing;

/// <summary>The conversations that change with time, by due time. Each has one entry; a due entry is evaluated again.</summary>
internal sealed class DueChanges
{
    private readonly PriorityQueue<Resource, DateTimeOffset> _queue = new();
    private readonly Dictionary<Resource, DateTimeOffset> _watched = new(ReferenceEqualityComparer.Instance);

    /// <summary>When the next conversation is to be looked at; null for none.</summary>
    public DateTimeOffset? Next => _queue.TryPeek(out _, out var due) ? due : null;

    public void Watch(Resource conversation, DateTimeOffset due)
    {
        // A later date is found out when the earlier one is due: a busy conversation restarts its timers with each message.
        if (!_watched.TryGetValue(conversation, out var watched) || due < watched)
        {
            _watched[conversation] = due;
            _queue.Enqueue(conversation, due);
        }
    }

    /// <summary>Removes and returns the conversations to look at by now.</summary>
    public List<Resource> Take(DateTimeOffset now)
    {
        var taken = new List<Resource>();
        while (_queue.TryPeek(out var conversation, out var due) && due <= now)
        {
            _queue.Dequeue();
            if (_watched.TryGetValue(conversation, out var watched) && watched <= due)
            {
                _watched.Remove(conversation);
                taken.Add(conversation);
            }
        }

        return taken;
    }

    public void Clear()
    {
        _queue.Clear();
        _watched.Clear();
    }
}
