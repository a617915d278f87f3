using System.Buffers;
using Newtonsoft.Json;

namespace TwilioConversations;

/// <summary>Makes of an answer's bytes what the operation promises, or the exception that says what they were instead.</summary>
internal static class ResponseReader
{
    private const int MaximumErrorBytes = 64 * 1024;

    /// <summary>Reads a successful answer to its last byte.</summary>
    /// <exception cref="InvalidResponseException">It is too long, or not what <paramref name="read"/> reads.</exception>
    public static async Task<T> ReadAsync<T>(string operation, HttpResponseMessage response, Func<JsonReader, T> read, int maximumBytes, CancellationToken cancellationToken)
    {
        try
        {
            // One byte more than may be, to tell an answer that is too long from one that just fits.
            using var body = await ReadBodyAsync(response, maximumBytes + 1, cancellationToken).ConfigureAwait(false);
            return body.Length <= maximumBytes
                ? ReadJson(body, read)
                : throw new InvalidResponseException(operation, response.StatusCode, $"longer than {maximumBytes} bytes", Headers(response));
        }
        catch (InvalidDataException e)
        {
            throw new InvalidResponseException(operation, response.StatusCode, "it cannot be unpacked", Headers(response), e);
        }
        // Newtonsoft's own messages quote the answer, so that only ours are kept.
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

    /// <summary>Reads an error answer, as far as it can be read.</summary>
    public static async Task<ConversationsException> ReadErrorAsync(string operation, HttpResponseMessage response, TimeProvider time, CancellationToken cancellationToken)
    {
        var error = await ReadApiErrorAsync(response, cancellationToken).ConfigureAwait(false);
        return new ConversationsException(operation, response.StatusCode, error, Headers(response), time);
    }

    private static async Task<Body> ReadBodyAsync(HttpResponseMessage response, int maximumBytes, CancellationToken cancellationToken)
    {
        try
        {
#if NET
            using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
#else
            // Streams of the older framework look at the token only before they read: closing the answer ends the read.
            using var registration = cancellationToken.Register(response.Dispose);
            using var stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
#endif
            // Given back only when all is read: a read that was broken off may write to it still.
            var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(response.Content.Headers.ContentLength ?? 16 * 1024, maximumBytes - 1) + 1);
            var length = 0;
            int count;
#pragma warning disable CA1835 // netstandard2.0 has only this overload, and over an array it costs the same.
            while (length < maximumBytes && (count = await stream.ReadAsync(buffer, length, Math.Min(buffer.Length, maximumBytes) - length, cancellationToken).ConfigureAwait(false)) > 0)
#pragma warning restore CA1835
            {
                length += count;
                if (length == buffer.Length && length < maximumBytes)
                {
                    buffer = Pooled.Grow(buffer);
                }
            }

            return new Body(buffer, length);
        }
        catch (IOException e)
        {
            throw new HttpRequestException("The connection broke while the answer was being read.", e);
        }
        // How the unpackers say that this is nothing for them differs.
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
        // Throws where there is more than the one value.
        reader.Read();
        return result;
    }

    /// <summary>What the body says of the error; null where it is not the service's JSON, whole and of the right shape.</summary>
    private static async Task<ApiError?> ReadApiErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            using var body = await ReadBodyAsync(response, MaximumErrorBytes, cancellationToken).ConfigureAwait(false);
            return ReadJson(body, ApiError.Read);
        }
        // The status says more than a fault in the words that come with it.
        catch (Exception e) when (e is JsonException or HttpRequestException or InvalidDataException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static Dictionary<string, IReadOnlyList<string>> Headers(HttpResponseMessage response) =>
        response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => (IReadOnlyList<string>)[.. header.Value], StringComparer.OrdinalIgnoreCase);

    /// <summary>An answer's bytes, lent until they are read.</summary>
    private sealed class Body(byte[] bytes, int length) : IDisposable
    {
        public byte[] Bytes => bytes;

        public int Length => length;

        public void Dispose() => ArrayPool<byte>.Shared.Return(bytes);
    }
}
