using System.Buffers;
using System.Net;
using System.Net.Http.Headers;

namespace TwilioConversations;

/// <summary>Sends a stream from its start position, chunk by chunk, and leaves it open.</summary>
internal sealed class UploadContent : HttpContent
{
    private const int ChunkSize = 64 * 1024;

    private readonly Stream _source;
    private readonly long _start;
    private readonly Action _onProgress;

    public UploadContent(Stream source, long start, MediaTypeHeaderValue type, Action onProgress)
    {
        _source = source;
        _start = start;
        _onProgress = onProgress;
        Headers.ContentType = type;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _source.CanSeek ? _source.Length - _start : 0;
        return _source.CanSeek;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => CopyAsync(stream, CancellationToken.None);

#if NET
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) => CopyAsync(stream, cancellationToken);
#endif

    private async Task CopyAsync(Stream destination, CancellationToken cancellationToken)
    {
        if (_source.CanSeek)
        {
            _source.Position = _start;
        }

        // Goes back to the pool only when all is read: a read that was cancelled may still write to it.
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkSize);
        int count;
#pragma warning disable CA1835 // netstandard2.0 has only these overloads, and over an array they cost the same.
        while ((count = await _source.ReadAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false)) > 0)
        {
            await destination.WriteAsync(buffer, 0, count, cancellationToken).ConfigureAwait(false);
#pragma warning restore CA1835
            _onProgress();
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }
}
