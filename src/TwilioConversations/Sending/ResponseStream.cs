namespace TwilioConversations;

/// <summary>The content of a file while it is downloaded, with the time limit and the exceptions of every call; disposing of it ends the response.</summary>
#pragma warning disable CA1844 // Over an array, as every copy uses one, the base class's overload for memory calls the one here.
internal sealed class ResponseStream(
    string operation, HttpResponseMessage response, long size, TimeSpan readTimeout, TimeProvider time, CancellationToken disposal) : Stream
#pragma warning restore CA1844
{
    private readonly Task<Stream> _content = response.Content.ReadAsStreamAsync();
    private readonly CancellationTokenSource _closing = new();
    private long _length;
    private bool _isBroken;

    public override bool CanRead => !_closing.IsCancellationRequested;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (_isBroken || _closing.IsCancellationRequested)
        {
            // .NET's content streams report the end of the file here.
            throw new ObjectDisposedException(nameof(Stream), $"{operation}: the stream was disposed of, or a read failed or was canceled before.");
        }

        try
        {
            var read = await ReadContentAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false);
            _length += read;
            if (read == 0 && count > 0 && _length < size)
            {
                throw new ConversationsConnectionException(operation, new($"the response ended after {_length} of {size} bytes."));
            }

            return read;
        }
        catch
        {
            _isBroken = true;
            throw;
        }
    }

    // The same limits hold.
    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_closing.IsCancellationRequested)
        {
            // A pending read ends at once; closing the response alone would first take what is left of it.
            _closing.Cancel();
            _closing.Dispose();
            response.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<int> ReadContentAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, disposal, _closing.Token);
        using var limit = new LinkedTimeout(readTimeout, time, stop.Token);
        // Not every stream looks at the token while it reads, but each ends with its response.
        using var onLimit = limit.Token.Register(response.Dispose);
        try
        {
#pragma warning disable CA1835 // netstandard2.0 has only this overload, and over an array it costs the same.
            var content = await _content.ConfigureAwait(false);
            return await content.ReadAsync(buffer, offset, count, limit.Token).ConfigureAwait(false);
#pragma warning restore CA1835
        }
        catch (Exception e) when (limit.Token.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw disposal.IsCancellationRequested ? CallSender.Disposed(operation)
                : _closing.IsCancellationRequested ? new ObjectDisposedException(nameof(Stream), $"{operation}: the stream was disposed of.")
                : new ConversationsTimeoutException(
                    operation, nameof(ConversationsClientOptions.AttemptTimeout), $"nothing came within the time limit of {readTimeout}", e);
        }
        catch (HttpRequestException e)
        {
            throw new ConversationsConnectionException(operation, e);
        }
        catch (IOException e)
        {
            throw new ConversationsConnectionException(operation, ResponseReader.Broken(e));
        }
        catch (Exception e) when (ResponseReader.IsCorrupt(e))
        {
            throw ResponseReader.Invalid(operation, response, ResponseReader.Corrupt, e);
        }
    }
}
