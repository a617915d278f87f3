using System.Net;

namespace TwilioConversations;

/// <summary>Content that is written once its request has a connection. Only then does the time limit of the attempt begin: a wait for a free connection is no fault of the service.</summary>
internal sealed class SentContent(byte[] content, CallContext call, CancellationTokenSource limit) : ByteArrayContent(content)
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        call.IsSent = true;
        if (!call.IsLast)
        {
            limit.CancelAfter(call.LimitAttempt());
        }

        return base.SerializeToStreamAsync(stream, context);
    }
}
