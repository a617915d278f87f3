using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TwilioConversations.AspNetCore;

namespace TwilioConversations.Tests.Infra;

/// <summary>An application that receives webhooks on a real server, and the requests that Twilio would send it.</summary>
internal sealed class HookApp : IAsyncDisposable
{
    public const string AuthToken = "secret";
    public const string AccountSid = "AC00000000000000000000000000000001";

    private readonly WebApplication _app;
    private readonly HttpClient _http = new();

    private HookApp(Action<ConversationsWebhooks> configure, TimeProvider? timeProvider, Action<IServiceCollection>? services, Action<WebApplication>? pipeline)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<ILoggerFactory>(Log).AddSingleton(timeProvider ?? TimeProvider.System);
        services?.Invoke(builder.Services);
        _app = builder.Build();
        _app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedHost | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedPrefix });
        pipeline?.Invoke(_app);
        Endpoint = _app.MapConversationsWebhooks("/hooks/{**place}", hooks =>
        {
            hooks.Secrets = [WebhookSecret.FromAuthToken(AccountSid, AuthToken)];
            configure(hooks);
        });
    }

    public LogList Log { get; } = new();

    public IEndpointConventionBuilder Endpoint { get; }

    public string Url { get; private set; } = "";

    public static async Task<HookApp> StartAsync(Action<ConversationsWebhooks> configure, TimeProvider? timeProvider = null, Action<IServiceCollection>? services = null, Action<WebApplication>? pipeline = null, Action<IEndpointConventionBuilder>? endpoint = null)
    {
        var app = new HookApp(configure, timeProvider, services, pipeline);
        endpoint?.Invoke(app.Endpoint);
        await app._app.StartAsync();
        app.Url = app._app.Urls.Single() + "/hooks/conversations";
        return app;
    }

    /// <summary>Posts a form of the account, signed for the address that is called unless said otherwise.</summary>
    public Task<(HttpStatusCode Status, string Body)> PostAsync(Dictionary<string, string> fields, string? signedUrl = null, string token = AuthToken, string? signature = null, params (string Name, string Value)[] headers)
    {
        var all = fields.ContainsKey(nameof(AccountSid)) ? fields : new Dictionary<string, string>(fields) { [nameof(AccountSid)] = AccountSid };
        return SendAsync(HttpMethod.Post, Url, new FormUrlEncodedContent(all), signature ?? WebhookSignature.Compute(token, signedUrl ?? Url, all), headers);
    }

    /// <summary>Posts a form whose fields may be repeated.</summary>
    public Task<(HttpStatusCode Status, string Body)> PostAsync(IReadOnlyCollection<KeyValuePair<string, string>> fields, string? url = null) =>
        SendAsync(HttpMethod.Post, url ?? Url, new FormUrlEncodedContent(fields), WebhookSignature.Compute(AuthToken, url ?? Url, fields));

    public Task<(HttpStatusCode Status, string Body)> PostJsonAsync(string json, string? otherThanSigned = null)
    {
        var url = JsonUrl(Encoding.UTF8.GetBytes(json));
        return SendAsync(HttpMethod.Post, url, new StringContent(otherThanSigned ?? json, Encoding.UTF8, "application/json"), WebhookSignature.Compute(AuthToken, url));
    }

    public string JsonUrl(byte[] json) => $"{Url}?bodySHA256={WebhookSignature.ComputeBodyHash(json)}";

    public Task<(HttpStatusCode Status, string Body)> GetAsync(string query, string? otherThanSigned = null) =>
        SendAsync(HttpMethod.Get, $"{Url}?{otherThanSigned ?? query}", null, WebhookSignature.Compute(AuthToken, $"{Url}?{query}"));

    public Task<(HttpStatusCode Status, string Body)> SendAsync(HttpMethod method, string url, HttpContent? content, string? signature, params (string Name, string Value)[] headers) =>
        SendAsync(method, url, content, signature, CancellationToken.None, headers);

    public async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpMethod method, string url, HttpContent? content, string? signature, CancellationToken cancellationToken, params (string Name, string Value)[] headers)
    {
        // As written: a Uri would unescape what need not be escaped.
        using var request = new HttpRequestMessage(method, new Uri(url, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true })) { Content = content };
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
