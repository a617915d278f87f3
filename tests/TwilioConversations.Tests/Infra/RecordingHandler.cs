using System.Collections.Concurrent;

namespace TwilioConversations.Tests.Infra;

/// <summary>Counts what a client sends over its connection, and can change what comes back; the requests stay real.</summary>
internal sealed class RecordingHandler() : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
{
    private int _underWay;

    public ConcurrentQueue<string> Requests { get; } = [];

    public int MostAtOnce { get; private set; }

    /// <summary>Whether an exchange that the document does not allow throws.</summary>
    public bool ChecksOpenApiDocument { get; set; } = true;

    /// <summary>Called with each request before it is sent; throws or answers in the server's place where it returns something.</summary>
    public Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage?>>? Before { get; init; }

    /// <summary>Called with each answer that came; may throw it away.</summary>
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
            if (Before is not null && await Before(request, cancellationToken) is { } answer)
            {
                return answer;
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
