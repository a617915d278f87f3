namespace TwilioConversations;

/// <summary>Reads the lists of the service, page by page.</summary>
internal static class Pager
{
    private const string TokenName = "PageToken=";

    private static readonly JsonNames Meta = new("Page.meta", "+next_page_url");

    /// <summary>Makes a list whose pages are requested with <paramref name="request"/>, by options, page size and token.</summary>
    /// <exception cref="ArgumentException">An option breaks its rule.</exception>
    public static PagedAsyncEnumerable<T> List<T, TOptions>(
        CallSender sender,
        JsonRead<ListPage<T>> read,
        TOptions options,
        int defaultPageSize,
        Func<TOptions, int, string?, ApiRequest> request,
        CancellationToken cancellationToken)
        where TOptions : ListOptions
    {
        if (options.Limit < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Limit, $"{nameof(options.Limit)} must be at least 0.");
        }

        var pageSize = options.PageSize ?? defaultPageSize;
        // Making a request checks the page size and the other options, so that a broken rule is reported now and not when the list is enumerated.
        var operation = request(options, pageSize, null).Operation;
        pageSize = Math.Min(pageSize, Math.Max(options.Limit ?? pageSize, 1));
        return new PagedAsyncEnumerable<T>(
            operation,
            (pageToken, ct) => sender.SendAsync(request(options, pageSize, pageToken), read, ct),
            options.Limit, options.ReadAhead, cancellationToken);
    }

    /// <summary>Makes the reader of the pages of a list, whose items the service calls <paramref name="itemsName"/>.</summary>
    public static JsonRead<ListPage<T>> Reader<T>(string itemsName, JsonRead<T> readItem)
    {
        var names = new JsonNames("Page", $"*{itemsName}", "*meta");
        return (ref fields) =>
        {
            IReadOnlyList<T>? items = null;
            NextPage? next = null;
            var outer = fields.Begin(names);
            while (fields.MoveNext())
            {
                switch (fields.Index)
                {
                    case 0:
                        items = fields.ReadList(readItem);
                        break;
                    case 1:
                        next = fields.ReadObject(ReadNext);
                        break;
                    default:
                        fields.Skip();
                        break;
                }
            }

            fields.End(outer);
            return new ListPage<T>(items!, next!.Token) { HasUnreachableNext = next.IsUnreachable };
        };
    }

    private static NextPage ReadNext(ref JsonFields fields)
    {
        string? address = null;
        var outer = fields.Begin(Meta);
        while (fields.MoveNext())
        {
            if (fields.Index == 0)
            {
                address = fields.ReadStringOrNull();
            }
            else
            {
                fields.Skip();
            }
        }

        fields.End(outer);
        var token = TokenIn(address);
        return new NextPage(token, address is not null && token is null);
    }

    private static string? TokenIn(string? address)
    {
        foreach (var field in address?.Split('#')[0].Split('?', '&').Skip(1) ?? [])
        {
            if (field.StartsWith(TokenName, StringComparison.Ordinal))
            {
                var token = Uri.UnescapeDataString(field[TokenName.Length..].Replace('+', ' '));
                return token.Length > 0 ? token : null;
            }
        }

        return null;
    }

    private sealed class NextPage(string? token, bool isUnreachable)
    {
        public string? Token => token;

        public bool IsUnreachable => isUnreachable;
    }
}
