namespace TwilioConversations;

/// <summary>One page of a list: its items, and the token under which the next one can be asked for, also by another process.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
public sealed class Page<T>
{
    /// <summary>Makes a page, for a pager or a test.</summary>
    /// <param name="items">The items, in order; may be empty also where other pages follow.</param>
    /// <param name="nextPageToken">The token of the next page; null where this is the last one, empty where there is a next one that cannot be asked for.</param>
    /// <param name="raw">The answer that the page was made of.</param>
    /// <exception cref="ArgumentNullException"><paramref name="items"/> is null.</exception>
    public Page(IReadOnlyList<T> items, string? nextPageToken, object? raw = null)
    {
        Items = items ?? throw new ArgumentNullException(nameof(items));
        NextPageToken = nextPageToken;
        Raw = raw;
    }

    /// <summary>The items, in the order of the list.</summary>
    public IReadOnlyList<T> Items { get; }

    /// <summary>
    /// What to hand to <see cref="PagedAsyncEnumerable{T}.AsPages"/> to go on after this page; null where it is the last one, or was
    /// cut because the list's limit is reached.
    /// </summary>
    public string? NextPageToken { get; }

    /// <summary>The answer that the page was made of, uncut: for participants a <c>ParticipantPage</c> with its meta.</summary>
    public object? Raw { get; }
}
