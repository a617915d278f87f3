using System.Buffers;

namespace TwilioConversations;

/// <summary>Deserializes a response, or creates the exception that explains why it cannot.</summary>
internal static class ResponseReader
{
    /// <summary>The problem with a response that cannot be decompressed.</summary>
    public const string Corrupt = "it cannot be unpacked";

    private const int MaximumErrorBytes = 64 * 1024;

    // A page of a hundred fits. The buffer grows with the bytes received, not with the length in the header.
    private const int FirstRead = 128 * 1024;

    private static bool _isPrepared;

    /// <summary>Has the reading compiled while the first request of a process is on its way, rather than when its response is there.</summary>
    public static void Prepare()
    {
        if (!_isPrepared)
        {
            _isPrepared = true;
            var sample = """{"code":0,"message":"\"","more_info":null,"status":0}"""u8.ToArray();
            using var response = new HttpResponseMessage { Content = new ByteArrayContent(sample) };
            // What it reads is there at once.
            _ = ReadAsync("", response, ApiError.ReadFrom, sample.Length, default).AsTask();
        }
    }

    /// <summary>Reads a response to its last byte.</summary>
    /// <exception cref="InvalidResponseException">It is too long, or not what <paramref name="read"/> reads.</exception>
    public static async ValueTask<T> ReadAsync<T>(
        string operation, HttpResponseMessage response, JsonRead<T> read, int maximumBytes, CancellationToken cancellationToken)
    {
        // Goes back to the pool only when all is read: a read that was canceled may still write to it.
        byte[] buffer;
        var length = 0;
        try
        {
#if NET
            using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
#else
            // Streams of the older framework look at the token only before they read: closing the response ends the read.
            using var registration = cancellationToken.Register(response.Dispose);
            using var stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
#endif
            // One byte more than is allowed, to tell a response that is too long from one that just fits.
            var end = maximumBytes + 1;
            buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(response.Content.Headers.ContentLength ?? 16 * 1024, Math.Min(FirstRead, maximumBytes)) + 1);
            while (length < end)
            {
                var room = Math.Min(buffer.Length, end) - length;
#if NET
                var count = await stream.ReadAsync(buffer.AsMemory(length, room), cancellationToken).ConfigureAwait(false);
#else
                var count = await stream.ReadAsync(buffer, length, room, cancellationToken).ConfigureAwait(false);
#endif
                if (count == 0)
                {
                    break;
                }

                length += count;
                if (length == buffer.Length && length < end)
                {
                    buffer = PooledArray.Resize(buffer);
                }
            }
        }
        catch (IOException e)
        {
            throw Broken(e);
        }
        catch (Exception e) when (IsCorrupt(e))
        {
            throw Invalid(operation, response, Corrupt, e);
        }

        try
        {
            return length <= maximumBytes
                ? JsonFields.Read(buffer.AsSpan(0, length), read)
                : throw Invalid(operation, response, $"longer than {maximumBytes} bytes");
        }
        catch (UnexpectedJsonException e)
        {
            throw Invalid(operation, response, e.Message, e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The service's own name for the request; null where the response gives none.</summary>
    public static string? RequestId(HttpResponseMessage response) => response.Headers.TryGetValues("Twilio-Request-Id", out var ids) ? ids.First() : null;

    /// <summary>True if .NET's message may quote the response, which may hold personal data.</summary>
    public static bool IsQuoted(Exception error) => error switch
    {
#if NET
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => true,
        HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } => true,
        { InnerException: { } inner } => IsQuoted(inner),
        _ => false,
#else
        // There no property tells; what has a cause of its own is a broken connection.
        _ => error is HttpRequestException { InnerException: null },
#endif
    };

    /// <summary>True if the data cannot be decompressed, which streams report with different exceptions.</summary>
    public static bool IsCorrupt(Exception error) => error is InvalidDataException or InvalidOperationException and not ObjectDisposedException;

    /// <summary>Converts a connection failure during reading to the exception that callers see.</summary>
    public static HttpRequestException Broken(IOException error) =>
        IsQuoted(error) ? NotHttp() : new("The connection broke while the response was being read.", error);

    public static HttpRequestException NotHttp() => new("The response is not valid HTTP.");

    /// <summary>
    /// Reads an error response; its body counts only if it is the service's own JSON, complete and in time.
    /// </summary>
    /// <param name="operation">The operation.</param>
    /// <param name="response">The response.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the reading, at the attempt's limit too.</param>
    /// <param name="stop">Ends the call.</param>
    public static async Task<ConversationsResponseException> ReadErrorAsync(
        string operation, HttpResponseMessage response, TimeProvider time, CancellationToken cancellationToken, CancellationToken stop)
    {
        ApiError? error = null;
        try
        {
            error = await ReadAsync(operation, response, ApiError.ReadFrom, MaximumErrorBytes, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The status is more useful than any error in reading the body.
        catch (Exception) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
        {
        }

        return new ConversationsResponseException(operation, response.StatusCode, error, Headers(response), time);
    }

    public static InvalidResponseException Invalid(string operation, HttpResponseMessage response, string what, Exception? cause = null) =>
        new(operation, response.StatusCode, what, Headers(response), cause);

    public static Dictionary<string, IReadOnlyList<string>> Headers(HttpResponseMessage response) =>
        // A handler of the caller's may have added one and the same header to both.
        response.Headers.Concat(response.Content.Headers).GroupBy(header => header.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(header => header.Key, header => (IReadOnlyList<string>)[.. header.SelectMany(one => one.Value)], StringComparer.OrdinalIgnoreCase);
}
