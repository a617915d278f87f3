namespace TwilioConversations;

/// <summary>A response's content as it comes, with the time limit and the exceptions of every call; disposing of it ends the response.</summary>
#pragma warning disable CA1844 // Over an array, as every copy uses one, the base class's overload for memory calls the one here.
internal sealed class ResponseStream(
    string operation, HttpResponseMessage response, TimeSpan readTimeout, TimeProvider time, CancellationToken disposal) : Stream
#pragma warning restore CA1844
{
    private readonly Task<Stream> _content = response.Content.ReadAsStreamAsync();

    public override bool CanRead => true;

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
        using var limit = new LinkedTimeout(readTimeout, time, cancellationToken);
        // Not every stream looks at the token while it reads, but each ends with its response.
        using var onLimit = limit.Token.Register(response.Dispose);
        using var onDisposal = disposal.Register(response.Dispose);
        try
        {
#pragma warning disable CA1835 // netstandard2.0 has only this overload, and over an array it costs the same.
            var content = await _content.ConfigureAwait(false);
            return await content.ReadAsync(buffer, offset, count, limit.Token).ConfigureAwait(false);
#pragma warning restore CA1835
        }
        catch (Exception e) when (limit.Token.IsCancellationRequested || disposal.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw disposal.IsCancellationRequested
                ? ConversationsTransport.Disposed(operation)
                : new TimeoutException($"{operation}: nothing came within the time limit of {readTimeout}.", e);
        }
        catch (IOException e)
        {
            throw ResponseReader.Broken(e);
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
        if (disposing)
        {
            response.Dispose();
        }

        base.Dispose(disposing);
    }
}
