namespace TwilioConversations;

/// <summary>One page of a list: its items, and the token of the next page, which another process can use too.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
public sealed class ListPage<T>
{
    private readonly string? _nextPageToken;

    /// <summary>Creates a page, for tests.</summary>
    /// <param name="items">The items, in order; may be empty even if other pages follow.</param>
    /// <param name="nextPageToken">The token of the next page; null if this is the last one.</param>
    /// <exception cref="ArgumentNullException"><paramref name="items"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="nextPageToken"/> is empty.</exception>
    public ListPage(IReadOnlyList<T> items, string? nextPageToken)
    {
        Items = items ?? throw new ArgumentNullException(nameof(items));
        _nextPageToken = nextPageToken is { Length: 0 }
            ? throw new ArgumentException("Must be the token of a page, or null after the last one.", nameof(nextPageToken))
            : nextPageToken;
    }

    /// <summary>The items, in the order of the list.</summary>
    public IReadOnlyList<T> Items { get; }

    /// <summary>
    /// Pass it to <see cref="PagedAsyncEnumerable{T}.AsPages"/> to continue after this page. Null if this is the last page, or if the list's
    /// limit cut it short.
    /// </summary>
    /// <exception cref="FieldUnavailableException">Another page follows, but its URL has no token.</exception>
    public string? NextPageToken => HasUnreachableNext ? throw new FieldUnavailableException("Page", "next_page_url", "a URL without a token") : _nextPageToken;

    /// <summary>True if another page follows, but its URL has no token to request it with.</summary>
    internal bool HasUnreachableNext { get; init; }
}
