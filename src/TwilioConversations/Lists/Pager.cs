namespace TwilioConversations;

/// <summary>Reads the lists of the service, page by page.</summary>
internal static class Pager
{
    private const string TokenName = "PageToken=";

    /// <summary>Makes a list whose pages are requested with <paramref name="request"/>, by page size and token.</summary>
    /// <exception cref="ArgumentException">An option breaks its rule.</exception>
    public static PagedAsyncEnumerable<T> List<TPage, T>(
        ConversationsTransport transport,
        JsonRead<TPage> read,
        Func<int, string?, ApiRequest> request,
        ListOptions options,
        int defaultPageSize,
        CancellationToken cancellationToken)
        where TPage : IListPage<T>
    {
        if (options.Limit < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Limit, $"{nameof(options.Limit)} must be at least 0.");
        }

        var pageSize = options.PageSize ?? defaultPageSize;
        // Making a request checks the page size and the other options, so that a broken rule is reported now and not when the list is enumerated.
        var operation = request(pageSize, null).Operation;
        pageSize = Math.Min(pageSize, Math.Max(options.Limit ?? pageSize, 1));
        return new PagedAsyncEnumerable<T>(operation, ReadAsync, options.Limit, options.ReadAhead, cancellationToken);

        async Task<ListPage<T>> ReadAsync(string? pageToken, CancellationToken ct)
        {
            var page = await transport.SendAsync(request(pageSize, pageToken), read, ct).ConfigureAwait(false);
            var token = NextToken(page.Meta);
            return new ListPage<T>(page.Items, token) { HasUnreachableNext = token is null && page.Meta.NextPageUrl is not null };
        }
    }

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
                var token = Uri.UnescapeDataString(field[TokenName.Length..].Replace('+', ' '));
                return token.Length > 0 ? token : null;
            }
        }

        return null;
    }
}
