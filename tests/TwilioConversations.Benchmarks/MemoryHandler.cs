using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;

namespace TwilioConversations.Benchmarks;

/// <summary>Responds from memory, so that only the client's own work is measured; after <paramref name="latency"/>, if set.</summary>
internal sealed class MemoryHandler(TimeSpan latency = default) : HttpMessageHandler
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly ConcurrentDictionary<string, byte[]> Pages = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (latency > TimeSpan.Zero)
        {
            await Task.Delay(latency, cancellationToken);
        }

        if (request.Content is { } form)
        {
            await form.CopyToAsync(Stream.Null, cancellationToken);
        }

        var body = new ByteArrayContent(BodyOf(request.RequestUri!.Query));
        body.Headers.ContentType = Json;
        return new HttpResponseMessage(request.Method == HttpMethod.Post ? HttpStatusCode.Created : HttpStatusCode.OK) { Content = body, RequestMessage = request };
    }

    /// <summary>The body for a query: a page of messages where it names an order, one of participants where it names a size, or else one participant.</summary>
    public static byte[] BodyOf(string query)
    {
        return query.Length == 0 ? Payloads.Participant : Pages.GetOrAdd(query, static query =>
        {
            var fields = System.Web.HttpUtility.ParseQueryString(query);
            if (fields["Order"] is not null)
            {
                return Payloads.Messages();
            }

            return Payloads.Page(int.Parse(fields["PageToken"] ?? "0", null), int.Parse(fields["PageSize"]!, null));
        });
    }
}
