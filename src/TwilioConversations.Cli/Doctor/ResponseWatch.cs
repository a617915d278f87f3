namespace TwilioConversations.Cli;

/// <summary>Keeps the host of the requests, and the difference between the service's clock and this machine's from the latest response.</summary>
internal sealed class ResponseWatch(TimeProvider time, HttpMessageHandler next) : DelegatingHandler(next)
{
    /// <summary>The time by which this machine's clock is ahead; null without a Date header.</summary>
    public TimeSpan? Skew { get; private set; }

    /// <summary>The host of the requests; null before the first.</summary>
    public string? Host { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Host = request.RequestUri!.Host;
        var sent = time.GetUtcNow();
        var response = await base.SendAsync(request, cancellationToken);
        // The response was made between sending and receiving, and its Date has no fraction of a second.
        var middle = sent + ((time.GetUtcNow() - sent) / 2);
        Skew = response.Headers.Date is { } date ? middle - date - TimeSpan.FromSeconds(0.5) : Skew;
        return response;
    }
}
