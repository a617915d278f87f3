using System.Net;

namespace TwilioConversations;

/// <summary>Content that is written once its request has a connection. Only then does the time limit of the attempt begin: a wait for a free connection is no fault of the service.</summary>
internal sealed class SentContent(byte[] content, CallContext call, CancellationTokenSource limit) : ByteArrayContent(content)
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        Begin();
        return base.SerializeToStreamAsync(stream, context);
    }

    protected override Task<Stream> CreateContentReadStreamAsync()
    {
        Begin();
        return base.CreateContentReadStreamAsync();
    }

    private void Begin()
    {
        call.IsWaiting = false;
        if (!call.IsLast)
        {
            limit.CancelAfter(call.LimitAttempt());
        }
    }
}
