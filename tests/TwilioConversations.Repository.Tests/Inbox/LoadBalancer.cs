using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TwilioConversations.Tests.Inbox;

/// <summary>Passes requests to the copies of an application in turn: to the next one if a copy cannot be connected to, and 502 if it ends meanwhile.</summary>
internal sealed class LoadBalancer : IAsyncDisposable
{
    private readonly HttpClient _http = new();
    private readonly WebApplication _app;
    private readonly Uri[] _copies;
    private int _turn;

    private LoadBalancer(WebApplication app, int copies) => (_app, _copies) = (app, new Uri[copies]);

    public Uri Address => new(_app.Urls.Single());

    public Uri this[int copy]
    {
        set => _copies[copy] = value;
    }

    public static async Task<LoadBalancer> StartAsync(int copies)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var balancer = new LoadBalancer(app, copies);
        app.Run(balancer.ForwardAsync);
        await app.StartAsync();
        return balancer;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        using var content = new MemoryStream();
        await context.Request.Body.CopyToAsync(content);
        context.Response.StatusCode = StatusCodes.Status502BadGateway;
        var turn = Interlocked.Increment(ref _turn);
        for (var attempt = 0; attempt < _copies.Length; attempt++)
        {
            var copy = _copies[(turn + attempt) % _copies.Length];
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(copy, $"{context.Request.Path}{context.Request.QueryString}")) { Content = new ByteArrayContent(content.ToArray()) };
            foreach (var (name, values) in context.Request.Headers)
            {
                _ = request.Headers.TryAddWithoutValidation(name, values.ToArray()) || request.Content.Headers.TryAddWithoutValidation(name, values.ToArray());
            }

            try
            {
                using var response = await _http.SendAsync(request, context.RequestAborted);
                context.Response.StatusCode = (int)response.StatusCode;
                return;
            }
            catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError)
            {
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }
}
