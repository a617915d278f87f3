using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TwilioConversations.AspNetCore;

namespace TwilioConversations.Tests.Infra;

/// <summary>An application that answers webhooks on a real server, and the requests that Twilio would send it.</summary>
internal sealed class HookApp : IAsyncDisposable
{
    public const string AuthToken = "secret";

    private readonly WebApplication _app;
    private readonly HttpClient _http = new();

    private HookApp(Action<ConversationsWebhooks> configure, TimeProvider? timeProvider)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<ILoggerFactory>(Log).AddSingleton(timeProvider ?? TimeProvider.System);
        _app = builder.Build();
        _app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedHost | ForwardedHeaders.XForwardedProto });
        _app.MapConversationsWebhooks("/hooks/{place}", hooks =>
        {
            hooks.AuthTokens = [AuthToken];
            configure(hooks);
        });
    }

    public LogList Log { get; } = new();

    public string Url { get; private set; } = "";

    public static async Task<HookApp> StartAsync(Action<ConversationsWebhooks> configure, TimeProvider? timeProvider = null)
    {
        var app = new HookApp(configure, timeProvider);
        await app._app.StartAsync();
        app.Url = app._app.Urls.Single() + "/hooks/conversations";
        return app;
    }

    /// <summary>Posts a form, signed for the address that is called unless said otherwise.</summary>
    public Task<(HttpStatusCode Status, string Body)> PostAsync(Dictionary<string, string> fields, string? signedUrl = null, string token = AuthToken, string? signature = null, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, Url, new FormUrlEncodedContent(fields), signature ?? WebhookSignature.Compute(token, signedUrl ?? Url, fields), headers);

    public Task<(HttpStatusCode Status, string Body)> PostJsonAsync(string json, string? otherThanSigned = null)
    {
        var url = $"{Url}?bodySHA256={WebhookSignature.ComputeBodyHash(Encoding.UTF8.GetBytes(json))}";
        return SendAsync(HttpMethod.Post, url, new StringContent(otherThanSigned ?? json, Encoding.UTF8, "application/json"), WebhookSignature.Compute(AuthToken, url));
    }

    public Task<(HttpStatusCode Status, string Body)> GetAsync(string query, string? otherThanSigned = null) =>
        SendAsync(HttpMethod.Get, $"{Url}?{otherThanSigned ?? query}", null, WebhookSignature.Compute(AuthToken, $"{Url}?{query}"));

    public Task<(HttpStatusCode Status, string Body)> SendAsync(HttpMethod method, string url, HttpContent? content, string? signature, params (string Name, string Value)[] headers) =>
        SendAsync(method, url, content, signature, CancellationToken.None, headers);

    public async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpMethod method, string url, HttpContent? content, string? signature, CancellationToken cancellationToken, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, url) { Content = content };
        if (signature is { Length: > 0 })
        {
            request.Headers.Add(WebhookSignature.HeaderName, signature);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var response = await _http.SendAsync(request, cancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }
}
