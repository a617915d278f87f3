namespace TwilioConversations;

/// <summary>The rules of the headers that a caller adds to a request.</summary>
internal static class RequestHeaders
{
    // What describes the connection, and what the library sets itself.
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept", "Authorization", "Connection", "Expect", "Host", "Keep-Alive", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer",
        "Transfer-Encoding", "Upgrade", "User-Agent", "X-Twilio-Webhook-Enabled",
    };

    /// <summary>A copy of the headers.</summary>
    /// <exception cref="ArgumentException">A header is reserved, or has a name or a value that no header can have.</exception>
    public static Dictionary<string, string> Checked(Dictionary<string, string> headers, string argument)
    {
        using var message = new HttpRequestMessage();
        foreach (var header in headers)
        {
            if (Reserved.Contains(header.Key) || header.Key.StartsWith("Content-", StringComparison.OrdinalIgnoreCase))
            {
                throw new ArgumentException($"Headers must not contain {header.Key}, which the library or the connection sets.", argument);
            }

            if (header.Value is null || header.Value.Any(letter => letter is < ' ' and not '\t' or > '~'))
            {
                throw new ArgumentException("A value in Headers must consist of printable ASCII characters.", argument);
            }

            // .NET knows which names are valid, and which belong to content.
            if (!message.Headers.TryAddWithoutValidation(header.Key, header.Value))
            {
                throw new ArgumentException("A name in Headers must be that of a request header.", argument);
            }
        }

        return new(headers, headers.Comparer);
    }
}
