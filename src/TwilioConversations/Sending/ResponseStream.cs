namespace TwilioConversations;

/// <summary>The content of a file while it is downloaded, with the time limit and the exceptions of every call; disposing of it ends the response.</summary>
#pragma warning disable CA1844 // Over an array, as every copy uses one, the base class's overload for memory calls the one here.
internal sealed class ResponseStream : Stream
#pragma warning restore CA1844
{
    private readonly string _operation;
    private readonly HttpResponseMessage _response;
    private readonly long _size;
    private readonly TimeSpan _readTimeout;
    private readonly CancellationToken _disposal;
    private readonly Task<Stream> _content;

    // Its time runs while a read is pending.
    private readonly LinkedTimeout _limit;
    private readonly CancellationToken _end;
    private long _length;
    private bool _isBroken;
    private bool _isDisposed;

    public ResponseStream(
        string operation, HttpResponseMessage response, long size, TimeSpan readTimeout, TimeProvider time, CancellationToken disposal)
    {
        (_operation, _response, _size, _readTimeout, _disposal) = (operation, response, size, readTimeout, disposal);
#if NET
        _content = response.Content.ReadAsStreamAsync(disposal);
#else
        _content = response.Content.ReadAsStreamAsync();
#endif
        _limit = new LinkedTimeout(Timeout.InfiniteTimeSpan, time, disposal);
        _end = _limit.Token;
        // Not every stream looks at the token while it reads, but each ends with its response.
        _end.Register(response.Dispose);
    }

    public override bool CanRead => !_isDisposed;

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
        if (_isBroken || _isDisposed)
        {
            // .NET's content streams report the end of the file here.
            throw new ObjectDisposedException(nameof(Stream), $"{_operation}: the stream was disposed of, or a read failed or was canceled before.");
        }

        // Until this read succeeds.
        _isBroken = true;
        int read;
        try
        {
            using (_limit.CancelWith(cancellationToken))
            {
                _limit.Restart(_readTimeout);
#pragma warning disable CA1835 // netstandard2.0 has only this overload, and over an array it costs the same.
                var content = await _content.ConfigureAwait(false);
                read = await content.ReadAsync(buffer, offset, count, _end).ConfigureAwait(false);
#pragma warning restore CA1835
                _limit.Restart(Timeout.InfiniteTimeSpan);
            }

            _end.ThrowIfCancellationRequested();
        }
        catch (Exception e) when (_end.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw _disposal.IsCancellationRequested ? CallSender.Disposed(_operation)
                : _isDisposed ? new ObjectDisposedException(nameof(Stream), $"{_operation}: the stream was disposed of.")
                : new ConversationsTimeoutException(
                    _operation, nameof(ConversationsClientOptions.AttemptTimeout), $"nothing came within the time limit of {_readTimeout}", e);
        }
        catch (HttpRequestException e)
        {
            throw new ConversationsConnectionException(_operation, e);
        }
        catch (IOException e)
        {
            throw new ConversationsConnectionException(_operation, ResponseReader.Broken(e));
        }
        catch (Exception e) when (ResponseReader.IsCorrupt(e))
        {
            throw ResponseReader.Invalid(_operation, _response, ResponseReader.Corrupt, e);
        }

        _length += read;
        if (read == 0 && count > 0 && _length < _size)
        {
            throw new ConversationsConnectionException(_operation, new($"the response ended after {_length} of {_size} bytes."));
        }

        _isBroken = false;
        return read;
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
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            // A pending read ends at once; closing the response alone would first take what is left of it.
            _limit.Cancel();
            _limit.Dispose();
        }

        base.Dispose(disposing);
    }
}
