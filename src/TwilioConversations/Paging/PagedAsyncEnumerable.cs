using System.Runtime.CompilerServices;

namespace TwilioConversations;

/// <summary>Reads one page of a list.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <param name="pageToken">The token of the page; null for the first one.</param>
/// <param name="pageSize">How many items the page may hold at most; null for whatever the list's source takes.</param>
/// <param name="cancellationToken">Ends the reading.</param>
public delegate Task<Page<T>> PageReader<T>(string? pageToken, int? pageSize, CancellationToken cancellationToken);

/// <summary>A list that is read page by page while it is enumerated: by item with <c>await foreach</c>, or by page with <see cref="AsPages"/>.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <remarks>
/// Nothing is asked for before the first move. Every enumeration starts afresh, and any number may run at once. With
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
    private readonly int? _pageSize;
    private readonly long _limit;
    private readonly bool _readAhead;
    private readonly CancellationToken _cancellationToken;

    /// <summary>Makes a list of anything that can be read by page; in a test, of pages made by hand.</summary>
    /// <param name="readPage">Reads the page of a token; called for one page after the other within an enumeration.</param>
    /// <param name="limit">How many items to give at most, from 0; null for all.</param>
    /// <param name="pageSize">How many items a page may hold at most, from 1; null leaves it to the reader.</param>
    /// <param name="readAhead">Whether the next page is read while the items of this one are used: one page, no more.</param>
    /// <param name="cancellationToken">Ends every enumeration, beside the token that an enumeration itself is given.</param>
    /// <exception cref="ArgumentNullException"><paramref name="readPage"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is below 0 or <paramref name="pageSize"/> below 1.</exception>
    public PagedAsyncEnumerable(
        PageReader<T> readPage, int? limit = null, int? pageSize = null, bool readAhead = false, CancellationToken cancellationToken = default)
    {
        _readPage = readPage ?? throw new ArgumentNullException(nameof(readPage));
        _limit = limit is null or >= 0 ? limit ?? long.MaxValue : throw new ArgumentOutOfRangeException(nameof(limit), limit, "Must be at least 0.");
        _pageSize = Checked(pageSize, nameof(pageSize));
        _readAhead = readAhead;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Enumerates the items of all pages.</summary>
    /// <param name="cancellationToken">Ends the enumeration, also in the middle of a request.</param>
    /// <exception cref="InvalidDataException">A page names a next one that was read before, or names none although there is one.</exception>
    /// <exception cref="OperationCanceledException">The token, or the one that the list was made with, was cancelled.</exception>
    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (var page in ReadPages(null, _pageSize, cancellationToken).ConfigureAwait(false))
        {
            foreach (var item in page.Items)
            {
                ThrowIfCancelled(cancellationToken);
                yield return item;
            }
        }
    }

    /// <summary>Enumerates the pages, from the first or from where an earlier enumeration, of this process or another, left off.</summary>
    /// <param name="resumeToken">The <see cref="Page{T}.NextPageToken"/> of the last page that was dealt with; null for the start.</param>
    /// <param name="pageSizeHint">How many items a page may hold at most, from 1; null for the size that the list was made with.</param>
    /// <exception cref="ArgumentException"><paramref name="resumeToken"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="pageSizeHint"/> is below 1.</exception>
    public IAsyncEnumerable<Page<T>> AsPages(string? resumeToken = null, int? pageSizeHint = null)
    {
        if (resumeToken is { Length: 0 })
        {
            throw new ArgumentException("Must be the token of a page, or null for the start.", nameof(resumeToken));
        }

        return ReadPages(resumeToken, Checked(pageSizeHint, nameof(pageSizeHint)) ?? _pageSize);
    }

    private async IAsyncEnumerable<Page<T>> ReadPages(
        string? token, int? pageSize, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (_limit == 0)
        {
            yield break;
        }

        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(_cancellationToken, cancellationToken);
        var size = pageSize > _limit ? (int)_limit : pageSize;
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
                    // No token names the place within a page, so that the cut page has none.
                    page = new Page<T>([.. page.Items.Take((int)left)], null, page.Raw);
                }

                left -= page.Items.Count;
                var goesOn = page.NextPageToken is not null && left > 0;
                if (goesOn && _readAhead)
                {
                    pending = ReadPage(page.NextPageToken);
                }

                yield return page;
                if (goesOn)
                {
                    pending ??= ReadPage(page.NextPageToken);
                }
            }
        }
        finally
        {
            if (pending is not null)
            {
                // The page that was read ahead is not wanted any more: nothing of it may outlive the loop.
                leaving.Cancel();
                await Task.WhenAny(pending).ConfigureAwait(false);
                _ = pending.Exception;
            }
        }

        async Task<Page<T>> ReadPage(string? next)
        {
            if (next is { Length: 0 })
            {
                throw new InvalidDataException($"Page {number} says that another follows, but not which one.");
            }

            if (next is not null && !seen.Add(next))
            {
                throw new InvalidDataException($"Page {number} names a next page that was read before: the list would never end.");
            }

            ThrowIfCancelled(cancellationToken);
            try
            {
                return await _readPage(next, size, leaving.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (leaving.IsCancellationRequested)
            {
                // The linked token is nobody's: the caller knows one of the two behind it.
                ThrowIfCancelled(cancellationToken);
                throw;
            }
        }
    }

    private void ThrowIfCancelled(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _cancellationToken.ThrowIfCancellationRequested();
    }

    private static int? Checked(int? pageSize, string argument) =>
        pageSize is null or >= 1 ? pageSize : throw new ArgumentOutOfRangeException(argument, pageSize, "Must be at least 1.");
}
