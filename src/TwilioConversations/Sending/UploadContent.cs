using System.Net;

namespace TwilioConversations;

/// <summary>The content of an upload in one attempt.</summary>
internal sealed class UploadContent : HttpContent
{
    private readonly UploadSource _source;
    private readonly Attempt _attempt;

    public UploadContent(UploadSource source, Attempt attempt)
    {
        _source = source;
        _attempt = attempt;
        Headers.ContentType = source.Type;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _source.Length ?? 0;
        return _source.Length is not null;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => CopyAsync(stream, _attempt.Token);

#if NET
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        CopyAsync(stream, cancellationToken.CanBeCanceled ? cancellationToken : _attempt.Token);
#endif

    private Task CopyAsync(Stream destination, CancellationToken cancellationToken)
    {
        _attempt.BeginContent();
        return _source.CopyToAsync(destination, _attempt, cancellationToken);
    }
}
