using System.Collections.Concurrent;

namespace TwilioConversations.Tests.Infra;

/// <summary>Records the requests of a client, sends them, and can act before and after each.</summary>
internal sealed class RecordingHandler() : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
{
    private int _underWay;

    public ConcurrentQueue<string> Requests { get; } = [];

    public int MostAtOnce { get; private set; }

    public bool IsUnderWay => Volatile.Read(ref _underWay) > 0;

    /// <summary>True if each exchange is checked against the document, and throws if that does not allow it.</summary>
    public bool ChecksOpenApiDocument { get; set; } = true;

    /// <summary>Called with each request before it is sent. A response that it returns takes the place of the server's; null sends the request.</summary>
    public Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage?>>? Before { get; init; }

    /// <summary>Called with each response from the server; the caller does not get it if this throws.</summary>
    public Action<HttpRequestMessage, HttpResponseMessage>? After { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Enqueue($"{request.Method} {request.RequestUri!.PathAndQuery}");
        var underWay = Interlocked.Increment(ref _underWay);
        lock (Requests)
        {
            MostAtOnce = Math.Max(MostAtOnce, underWay);
        }

        try
        {
            if (Before is not null && await Before(request, cancellationToken) is { } replacement)
            {
                return replacement;
            }

            var response = await base.SendAsync(request, cancellationToken);
            if (ChecksOpenApiDocument)
            {
                await Contract.CheckAsync(request, response);
            }

            After?.Invoke(request, response);
            return response;
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }
}
