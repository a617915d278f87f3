using System.Buffers;
using Newtonsoft.Json;

namespace TwilioConversations;

/// <summary>Deserializes a response, or creates the exception that explains why it cannot.</summary>
internal static class ResponseReader
{
    private const int MaximumErrorBytes = 64 * 1024;

    // A page of a hundred fits. More is taken as it comes, not as the header promises.
    private const int FirstRead = 128 * 1024;

    /// <summary>Reads a successful response to its last byte.</summary>
    /// <exception cref="InvalidResponseException">It is too long, or not what <paramref name="read"/> reads.</exception>
    public static async ValueTask<T> ReadAsync<T>(string operation, HttpResponseMessage response, Func<JsonReader, T> read, int maximumBytes, CancellationToken cancellationToken)
    {
        try
        {
            // One byte more than is allowed, to tell a response that is too long from one that just fits.
            using var body = await ReadBodyAsync(response, maximumBytes + 1, cancellationToken).ConfigureAwait(false);
            return body.Length <= maximumBytes
                ? ReadJson(body, read)
                : throw new InvalidResponseException(operation, response.StatusCode, $"longer than {maximumBytes} bytes", Headers(response));
        }
        catch (InvalidDataException e)
        {
            throw new InvalidResponseException(operation, response.StatusCode, "it cannot be unpacked", Headers(response), e);
        }
        // Newtonsoft's own messages quote the response: only ours are kept.
        catch (UnexpectedJsonException e)
        {
            throw new InvalidResponseException(operation, response.StatusCode, e.Message, Headers(response), e);
        }
        catch (JsonReaderException e)
        {
            throw new InvalidResponseException(
                operation, response.StatusCode, $"not valid JSON (line {e.LineNumber}, position {e.LinePosition})", Headers(response));
        }
    }

    /// <summary>Whether .NET's message may quote the response, which may hold personal data.</summary>
    public static bool IsQuoted(Exception error) => error switch
    {
#if NET
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } or HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } => true,
        { InnerException: { } inner } => IsQuoted(inner),
        _ => false,
#else
        // There no property tells; what has a cause of its own is a broken connection.
        _ => error is HttpRequestException { InnerException: null },
#endif
    };

    /// <summary>What a connection that breaks while the response is read is reported as.</summary>
    public static HttpRequestException Broken(IOException error) =>
        IsQuoted(error) ? NotHttp() : new("The connection broke while the response was being read.", error);

    public static HttpRequestException NotHttp() => new("The response is not valid HTTP.");

    /// <summary>Reads an error response, as far as it can be read.</summary>
    public static async Task<ConversationsException> ReadErrorAsync(string operation, HttpResponseMessage response, TimeProvider time, CancellationToken cancellationToken)
    {
        var error = await ReadApiErrorAsync(response, cancellationToken).ConfigureAwait(false);
        return new ConversationsException(operation, response.StatusCode, error, Headers(response), time);
    }

    private static async ValueTask<Body> ReadBodyAsync(HttpResponseMessage response, int maximumBytes, CancellationToken cancellationToken)
    {
        try
        {
#if NET
            using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
#else
            // Streams of the older framework look at the token only before they read: closing the response ends the read.
            using var registration = cancellationToken.Register(response.Dispose);
            using var stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
#endif
            // Goes back to the pool only when all is read: a read that was cancelled may still write to it.
            var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(response.Content.Headers.ContentLength ?? 16 * 1024, Math.Min(FirstRead, maximumBytes - 1)) + 1);
            var length = 0;
            int count;
#pragma warning disable CA1835 // netstandard2.0 has only this overload, and over an array it costs the same.
            while (length < maximumBytes && (count = await stream.ReadAsync(buffer, length, Math.Min(buffer.Length, maximumBytes) - length, cancellationToken).ConfigureAwait(false)) > 0)
#pragma warning restore CA1835
            {
                length += count;
                if (length == buffer.Length && length < maximumBytes)
                {
                    buffer = PooledArray.Resize(buffer);
                }
            }

            return new Body(buffer, length);
        }
        catch (IOException e)
        {
            throw Broken(e);
        }
        // Decompression streams report corrupt data with different exceptions.
        catch (InvalidOperationException e) when (e is not ObjectDisposedException)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    private static T ReadJson<T>(Body body, Func<JsonReader, T> read)
    {
        using var reader = new Utf8TokenReader(body.Bytes, body.Length);
        if (body.Length == 0)
        {
            throw new UnexpectedJsonException("the body is empty", reader);
        }

        if (!WellFormed.IsUtf8(body.Bytes, body.Length))
        {
            throw new UnexpectedJsonException("not valid UTF-8", reader);
        }

        reader.Read();
        var result = read(reader);
        // Throws if anything follows the value.
        reader.Read();
        return result;
    }

    /// <summary>What the body says of the error; null where it is not the service's JSON, whole and of the right shape.</summary>
    private static async Task<ApiError?> ReadApiErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            using var body = await ReadBodyAsync(response, MaximumErrorBytes, cancellationToken).ConfigureAwait(false);
            return ReadJson(body, ApiError.ReadFrom);
        }
        // The status says more than a fault in the words that come with it.
        catch (Exception e) when (e is JsonException or HttpRequestException or InvalidDataException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static Dictionary<string, IReadOnlyList<string>> Headers(HttpResponseMessage response) =>
        // A handler of the caller's may have added one and the same header to both.
        response.Headers.Concat(response.Content.Headers).GroupBy(header => header.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(header => header.Key, header => (IReadOnlyList<string>)[.. header.SelectMany(one => one.Value)], StringComparer.OrdinalIgnoreCase);

    /// <summary>A response's bytes, rented until they are read.</summary>
    private readonly struct Body(byte[] bytes, int length) : IDisposable
    {
        public byte[] Bytes => bytes;

        public int Length => length;

        public void Dispose() => ArrayPool<byte>.Shared.Return(bytes);
    }
}
