using System.Net;

namespace TwilioConversations;

/// <summary>
/// A form, or the empty content of another request, which reports to its attempt when it is written: from then on the request has a connection.
/// </summary>
internal sealed class SentContent(byte[] content, Attempt attempt) : ByteArrayContent(content)
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        attempt.BeginContent();
        // A write of nothing is not free.
        return TryComputeLength(out var length) && length == 0 ? Task.CompletedTask : base.SerializeToStreamAsync(stream, context);
    }

    protected override Task<Stream> CreateContentReadStreamAsync()
    {
        attempt.BeginContent();
        return base.CreateContentReadStreamAsync();
    }
}
