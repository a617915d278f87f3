using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;

namespace TwilioConversations;

/// <summary>Reads one page of a list.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <param name="pageToken">The token of the page; null for the first one.</param>
/// <param name="cancellationToken">Cancels the reading.</param>
internal delegate Task<ListPage<T>> PageReader<T>(string? pageToken, CancellationToken cancellationToken);

/// <summary>Makes lists of given items, for tests.</summary>
public static class PagedAsyncEnumerable
{
    /// <summary>Makes a list of items, as a mock returns it.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="items">The items, in order. They are read once, now.</param>
    /// <param name="pageSize">The number of items in a page; null for one page.</param>
    /// <exception cref="ArgumentNullException"><paramref name="items"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="pageSize"/> is below 1.</exception>
    /// <example>
    /// <code>
    /// PagedAsyncEnumerable.From([new Participant { Identity = "alice" }])
    /// </code>
    /// </example>
    public static PagedAsyncEnumerable<T> From<T>(IEnumerable<T> items, int? pageSize = null)
    {
        var all = (items ?? throw new ArgumentNullException(nameof(items))).ToArray();
        var size = pageSize is null or >= 1
            ? pageSize ?? int.MaxValue
            : throw new ArgumentOutOfRangeException(nameof(pageSize), pageSize, "Must be at least 1.");
        return new("List", ReadAsync, limit: null, readAhead: false, CancellationToken.None);

        // The token of a page is the position of its first item.
        Task<ListPage<T>> ReadAsync(string? pageToken, CancellationToken cancellationToken)
        {
            var start = pageToken is null ? 0 : int.Parse(pageToken, CultureInfo.InvariantCulture);
            var page = all.Skip(start).Take(size).ToArray();
            var next = start + page.Length;
            return Task.FromResult(new ListPage<T>(page, next < all.Length ? next.ToString(CultureInfo.InvariantCulture) : null));
        }
    }
}

/// <summary>
/// A list that is read page by page while it is enumerated: by item with <c>await foreach</c>, or by page with <see cref="AsPages"/>.
/// </summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <remarks>
/// Nothing is requested before the enumeration starts. Every enumeration starts from the beginning, and any number may run at once. With
/// <see cref="System.Linq"/> on .NET 10 it can be filtered and projected like any other sequence.
/// </remarks>
/// <example>
/// <code>
/// await foreach (var participant in participants.ListAsync()) { … }
/// await foreach (var page in participants.ListAsync().AsPages(savedToken)) { Save(page.Items, page.NextPageToken); }
/// </code>
/// </example>
public sealed class PagedAsyncEnumerable<T> : IAsyncEnumerable<T>
{
    private readonly PageReader<T> _readPage;
    private readonly long _limit;
    private readonly bool _readAhead;
    private readonly string _operation;
    private readonly CancellationToken _cancellationToken;

    internal PagedAsyncEnumerable(string operation, PageReader<T> readPage, int? limit, bool readAhead, CancellationToken cancellationToken)
    {
        _readPage = readPage ?? throw new ArgumentNullException(nameof(readPage));
        _limit = limit is null or >= 0 ? limit ?? long.MaxValue : throw new ArgumentOutOfRangeException(nameof(limit), limit, "Must be at least 0.");
        _readAhead = readAhead;
        _cancellationToken = cancellationToken;
        _operation = operation;
    }

    /// <summary>Enumerates the items of all pages.</summary>
    /// <param name="cancellationToken">Cancels the enumeration, also in the middle of a request.</param>
    /// <exception cref="InvalidResponseException">A page names a next one that was read before, or has a next one but does not name it.</exception>
    /// <exception cref="OperationCanceledException">This token, or the one that the list was made with, was canceled.</exception>
    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (var page in ReadPages(null, cancellationToken).ConfigureAwait(false))
        {
            foreach (var item in page.Items)
            {
                ThrowIfCanceled(cancellationToken);
                yield return item;
            }
        }
    }

    /// <summary>Enumerates the pages, from the first one or from where an earlier enumeration stopped, in this process or another.</summary>
    /// <param name="pageToken">The <see cref="ListPage{T}.NextPageToken"/> of the last page that was processed; null for the start.</param>
    /// <exception cref="ArgumentException"><paramref name="pageToken"/> is empty.</exception>
    public IAsyncEnumerable<ListPage<T>> AsPages(string? pageToken = null) =>
        pageToken is { Length: 0 }
            ? throw new ArgumentException("Must be the token of a page, or null for the start.", nameof(pageToken))
            : ReadPages(pageToken);

    private async IAsyncEnumerable<ListPage<T>> ReadPages(string? token, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (_limit == 0)
        {
            yield break;
        }

        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(_cancellationToken, cancellationToken);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var left = _limit;
        var number = 0;
        var pending = ReadPage(token);
        try
        {
            while (pending is not null)
            {
                var page = await pending.ConfigureAwait(false);
                pending = null;
                number++;
                if (page.Items.Count > left)
                {
                    // No token names a place within a page, so the cut page has none.
                    page = new ListPage<T>([.. page.Items.Take((int)left)], null);
                }

                left -= page.Items.Count;
                var goesOn = (page.HasUnreachableNext || page.NextPageToken is not null) && left > 0;
                if (goesOn && _readAhead)
                {
                    pending = ReadAfter(page);
                }

                yield return page;
                if (goesOn)
                {
                    pending ??= ReadAfter(page);
                }
            }
        }
        finally
        {
            if (pending is not null)
            {
                // The page that was read ahead is no longer wanted, and its request must end with the loop.
                leaving.Cancel();
                await Task.WhenAny(pending).ConfigureAwait(false);
                _ = pending.Exception;
            }
        }

        Task<ListPage<T>> ReadAfter(ListPage<T> page) => page.HasUnreachableNext
            ? Task.FromException<ListPage<T>>(Invalid($"page {number} has a next page, but the URL of that page has no token"))
            : ReadPage(page.NextPageToken);

        async Task<ListPage<T>> ReadPage(string? next)
        {
            if (next is not null && !seen.Add(next))
            {
                throw Invalid($"page {number} names a next page that was read before, so the list would never end");
            }

            ThrowIfCanceled(cancellationToken);
            try
            {
                return await _readPage(next, leaving.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (leaving.IsCancellationRequested)
            {
                // Report the caller's own token, not the linked one.
                ThrowIfCanceled(cancellationToken);
                throw;
            }
        }
    }

    private void ThrowIfCanceled(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _cancellationToken.ThrowIfCancellationRequested();
    }

    private InvalidResponseException Invalid(string problem) => new(_operation, HttpStatusCode.OK, problem);
}
