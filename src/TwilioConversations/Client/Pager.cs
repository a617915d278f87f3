namespace TwilioConversations;

/// <summary>Makes a pager of a list operation.</summary>
internal static class Pager
{
    /// <summary>As many as every edition of the service gives in one page.</summary>
    public const int DefaultSize = 100;

    private const int MaximumSize = 1000;
    private const string TokenName = "PageToken=";

    /// <summary>Pages through a list operation, given as the page of a size and a token.</summary>
    public static PagedAsyncEnumerable<T> Of<TPage, T>(
        Func<int?, string?, CancellationToken, Task<TPage>> list, int? limit, int pageSize, bool readAhead, CancellationToken cancellationToken)
        where TPage : IListPage<T>
    {
        CheckSize(pageSize, nameof(pageSize));
        return new PagedAsyncEnumerable<T>(ReadAsync, limit, pageSize, readAhead, cancellationToken);

        async Task<Page<T>> ReadAsync(string? token, int? size, CancellationToken ct)
        {
            // A hint to AsPages comes here unchecked: what a page may hold is this service's rule.
            CheckSize(size!.Value, "pageSizeHint");
            var page = await list(size, token, ct).ConfigureAwait(false);
            return new Page<T>(page.Items, NextToken(page.Meta), page);
        }
    }

    /// <summary>
    /// The token alone is taken from the address of the next page. The rest of it may name any host: what comes next is asked of
    /// the configured one.
    /// </summary>
    private static string? NextToken(PageMeta meta)
    {
        if (meta.NextPageUrl is not { } address)
        {
            return null;
        }

        foreach (var field in address.Split('#')[0].Split('?', '&').Skip(1))
        {
            if (field.StartsWith(TokenName, StringComparison.Ordinal))
            {
                return Uri.UnescapeDataString(field[TokenName.Length..].Replace('+', ' '));
            }
        }

        // There is a next page that cannot be asked for; the pager says which page it follows.
        return "";
    }

    private static void CheckSize(int pageSize, string argument)
    {
        if (pageSize is < 1 or > MaximumSize)
        {
            throw new ArgumentOutOfRangeException(argument, pageSize, $"Must be from 1 to {MaximumSize}.");
        }
    }
}
