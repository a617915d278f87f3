using System.Net;

namespace TwilioConversations;

/// <summary>Content that is written once its request has a connection. Only then does the time limit of the attempt begin: a wait for a free connection is no fault of the service.</summary>
internal sealed class SentContent(byte[] content, CallContext call, CancellationTokenSource limit) : ByteArrayContent(content)
{
    private readonly bool _isEmpty = content.Length == 0;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        Begin();
        // A write of nothing is not free.
        return _isEmpty ? Task.CompletedTask : base.SerializeToStreamAsync(stream, context);
    }

    protected override Task<Stream> CreateContentReadStreamAsync()
    {
        Begin();
        return base.CreateContentReadStreamAsync();
    }

    private void Begin()
    {
        call.IsWaiting = false;
        if (call.HasWaited)
        {
            limit.CancelAfter(call.LimitAttempt());
        }
    }
}
