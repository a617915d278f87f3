using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Settings;

namespace TwilioConversations.Testing;

/// <summary>A WireMock.Net server for the user's own stubs. Requests are offered to it before the emulator processes them.</summary>
internal sealed class UserStubs : IDisposable
{
    private const string NoStub = "X-Emulator-No-Stub";

    private static readonly Guid NoStubMapping = new("6b0cbd0c-5b0a-4f0e-8a6e-0d5b6d3f1c19");

    // WireMock.Net's own log is of little use beside the emulator's, and takes memory.
    private readonly WireMockServer _server = WireMockServer.Start(new WireMockServerSettings { Urls = ["http://127.0.0.1:0"], MaxRequestLogCount = 100 });
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null });

    public WireMockServer Server => _server;

    /// <summary>Passes a request to the stubs, and their response back to its sender.</summary>
    /// <returns>False if no stub matches; then nothing is sent back.</returns>
    public async Task<bool> TryRespondAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        var mappings = _server.Mappings.ToList();
        if (mappings.TrueForAll(mapping => mapping.Guid == NoStubMapping))
        {
            return false;
        }

        if (!mappings.Exists(mapping => mapping.Guid == NoStubMapping))
        {
            // Added here rather than at the start, because a reset of the WireMock server removes it.
            _server.Given(Request.Create()).WithGuid(NoStubMapping).AtPriority(int.MaxValue).RespondWith(Response.Create().WithStatusCode(204).WithHeader(NoStub, "true"));
        }

        try
        {
            using var request = Copy(context.Request, body);
            using var response = await _client.SendAsync(request, context.RequestAborted);
            if (response.Headers.Contains(NoStub))
            {
                return false;
            }

            context.Response.StatusCode = (int)response.StatusCode;
            foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(header => header.Key is not ("Transfer-Encoding" or "Connection")))
            {
                context.Response.Headers[name] = values.ToArray();
            }

            await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
        catch (HttpRequestException)
        {
            // The stub broke off its response.
            context.Abort();
        }

        return true;
    }

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    private HttpRequestMessage Copy(HttpRequest original, ReadOnlyMemory<byte> body)
    {
        var target = original.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var copy = new HttpRequestMessage(new HttpMethod(original.Method), new Uri($"{_server.Urls[0]}{target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }))
        {
            Content = body.IsEmpty && original.ContentType is null ? null : new ReadOnlyMemoryContent(body),
        };
        foreach (var (name, values) in original.Headers.Where(header => header.Value.Count > 0 && header.Key is not ("Content-Length" or "Transfer-Encoding" or "Connection" or "Expect")))
        {
            if (!copy.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values!))
            {
                copy.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values!);
            }
        }

        return copy;
    }
}
