using System.Buffers;
using System.Net.Http.Headers;

namespace TwilioConversations;

/// <summary>A stream to upload, which stays open: read from where it stood each time it is sent, or once if it cannot seek.</summary>
internal sealed class UploadSource(Stream stream, MediaTypeHeaderValue type)
{
    private const int ChunkSize = 64 * 1024;

    private readonly long _start = stream.CanSeek ? stream.Position : 0;
    private bool _isConsumed;

    public MediaTypeHeaderValue Type => type;

    /// <summary>The number of bytes to send; null if the stream cannot seek.</summary>
    public long? Length => stream.CanSeek ? Math.Max(stream.Length - _start, 0) : null;

    /// <summary>True if the whole of it can still be sent.</summary>
    public bool CanBeSent => stream.CanSeek || !_isConsumed;

    private SemaphoreSlim Reading { get; } = new(1);

    /// <exception cref="HttpRequestException">The stream was consumed, or failed to read.</exception>
    public async Task CopyToAsync(Stream destination, Attempt attempt, CancellationToken cancellationToken)
    {
        // A read of an attempt that was given up may still be pending, and would move the position.
        await Reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!CanBeSent)
            {
                throw new HttpRequestException("The content was read once and cannot seek, so it cannot be sent again.");
            }

            _isConsumed = true;
            if (stream.CanSeek)
            {
                stream.Position = _start;
            }

            // Goes back to the pool only when all is read: a read that was canceled may still write to it.
            var buffer = ArrayPool<byte>.Shared.Rent(ChunkSize);
            var length = 0L;
            int count;
            while ((count = await ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
#pragma warning disable CA1835 // netstandard2.0 has only this overload, and over an array it costs the same.
                await destination.WriteAsync(buffer, 0, count, cancellationToken).ConfigureAwait(false);
#pragma warning restore CA1835
                length += count;
                attempt.Move();
            }

            attempt.EndUpload(length);
            ArrayPool<byte>.Shared.Return(buffer);
        }
        finally
        {
            Reading.Release();
        }
    }

    private async Task<int> ReadAsync(byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
#pragma warning disable CA1835 // netstandard2.0 has only this overload, and over an array it costs the same.
            return await stream.ReadAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false);
#pragma warning restore CA1835
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException("The content failed to read.", e);
        }
    }
}
