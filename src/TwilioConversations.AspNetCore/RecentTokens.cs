namespace TwilioConversations.AspNetCore;

/// <summary>Remembers the latest tokens, up to a number.</summary>
internal sealed class RecentTokens(int capacity)
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _known = [];
    private readonly Queue<string> _inOrder = [];

    public bool Contains(string? token)
    {
        lock (_lock)
        {
            return token is not null && _known.Contains(token);
        }
    }

    public void Add(string? token)
    {
        lock (_lock)
        {
            if (token is null || !_known.Add(token))
            {
                return;
            }

            _inOrder.Enqueue(token);
            if (_inOrder.Count > capacity)
            {
                _known.Remove(_inOrder.Dequeue());
            }
        }
    }
}
