using System.Net;

namespace TwilioConversations;

/// <summary>Content that is written once its request has a connection. Only then does the time limit of the attempt begin: a wait for a free connection is no fault of the service.</summary>
internal sealed class SentContent(byte[] content, CallContext call, LinkedTimeout limit) : ByteArrayContent(content)
{
    private readonly byte[] _content = content;

#if NET
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Begin();
        return stream.WriteAsync(_content, cancellationToken).AsTask();
    }
#endif

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        Begin();
        return stream.WriteAsync(_content, 0, _content.Length);
    }

    private void Begin()
    {
        call.IsSent = true;
        limit.Restart(call);
    }
}
