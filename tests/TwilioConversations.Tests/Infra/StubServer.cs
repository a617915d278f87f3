using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using TwilioConversations.Testing;

namespace TwilioConversations.Tests.Infra;

/// <summary>
/// A server on this machine that returns its responses in order and records the requests. A request for which no response is left
/// fails, and with it the test.
/// </summary>
internal sealed class StubServer : IDisposable
{
    public static readonly TwilioCredentials Credentials = TwilioCredentials.FromAuthToken("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "secret");

    private readonly EmulatorServer _server;
    private readonly ConcurrentQueue<StubResponse> _responses;
    private readonly ConcurrentQueue<SentRequest> _requests = [];

    public StubServer(params StubResponse[] responses)
    {
        _responses = new(responses);
        _server = new EmulatorServer(new EmulatorOptions(), RespondAsync);
        BaseAddress = _server.Address;
        Client = CreateClient(options => options.Retry.MaxAttempts = 1);
    }

    public Uri BaseAddress { get; }

    /// <summary>A client without retries.</summary>
    public ConversationsClient Client { get; }

    public IReadOnlyList<SentRequest> Requests => [.. _requests];

    public SentRequest Request => Requests.Single();

    /// <summary>Makes another client of this server, with the default options unless they are configured.</summary>
    public ConversationsClient CreateClient(Action<ConversationsClientOptions>? configure = null, HttpClient? httpClient = null) => CreateClient(BaseAddress, configure, httpClient);

    /// <summary>Makes a client of any server in the tests.</summary>
    public static ConversationsClient CreateClient(Uri address, Action<ConversationsClientOptions>? configure, HttpClient? httpClient)
    {
        var options = new ConversationsClientOptions { Credentials = Credentials, BaseAddress = address };
        configure?.Invoke(options);
        return httpClient is null ? new ConversationsClient(options) : new ConversationsClient(options, httpClient);
    }

    public void Enqueue(StubResponse response) => _responses.Enqueue(response);

    /// <summary>Clears the requests and replaces the responses, so that the tests of a fixture can share a server.</summary>
    public void Reset(params StubResponse[] responses)
    {
        _requests.Clear();
        _responses.Clear();
        Array.ForEach(responses, _responses.Enqueue);
    }

    public void Dispose()
    {
        Client.Dispose();
        _server.Dispose();
    }

    private async Task RespondAsync(HttpContext context)
    {
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value.ToArray()), StringComparer.OrdinalIgnoreCase);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _requests.Enqueue(new SentRequest(context.Request.Method, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, headers, body.ToArray()));
        var response = _responses.TryDequeue(out var next) ? next : new StubResponse((HttpStatusCode)599, "no response is left for this request");
        context.Response.StatusCode = (int)response.Status;
        context.Response.ContentType = "application/json";
        foreach (var (name, value) in response.Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (response.Body is not null)
        {
            await context.Response.WriteAsync(response.Body);
        }
    }
}

/// <summary>A request as it came over the wire.</summary>
internal sealed record SentRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] BodyBytes)
{
    public string Body => Encoding.ASCII.GetString(BodyBytes);

    /// <summary>The form's fields, unescaped by the framework's own reader.</summary>
    public IReadOnlyDictionary<string, string> Form => Body.Length == 0
        ? new Dictionary<string, string>()
        : Body.Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => WebUtility.UrlDecode(pair[0]), pair => WebUtility.UrlDecode(pair[1]));

    /// <summary>Everything in the request that the client decides, as text to compare.</summary>
    public override string ToString()
    {
        var headers = Headers
            .Where(header => header.Key is not ("Host" or "Content-Length" or "Accept-Encoding" or "traceparent"))
            .OrderBy(header => header.Key, StringComparer.Ordinal)
            .Select(header => $"{header.Key}: {header.Value}");
        return string.Join('\n', [$"{Method} {Target}", .. headers, Body]).TrimEnd('\n');
    }
}
