namespace TwilioConversations.AspNetCore;

/// <summary>Remembers the latest tokens, up to a number.</summary>
internal sealed class RecentTokens(int capacity)
{
    private readonly object _lock = new();
    private readonly HashSet<string> _known = [];
    private readonly Queue<string> _inOrder = [];

    /// <summary>Remembers a token; false if it is known.</summary>
    public bool TryAdd(string token)
    {
        lock (_lock)
        {
            if (!_known.Add(token))
            {
                return false;
            }

            _inOrder.Enqueue(token);
            if (_inOrder.Count > capacity)
            {
                _known.Remove(_inOrder.Dequeue());
            }

            return true;
        }
    }

    public void Remove(string token)
    {
        lock (_lock)
        {
            // Its place in the queue stays: were it not there, the same token could be in the queue twice.
            _known.Remove(token);
        }
    }
}
