using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>A service against which assumptions are checked, in a chat service that is created for that and deleted with everything in it.</summary>
internal sealed class ServiceUnderTest : IAsyncDisposable
{
    private const int MostRetries = 5;

    private readonly HttpClient _client;
    private readonly AuthenticationHeaderValue _credentials;
    private readonly TimeSpan _pause;
    private readonly SemaphoreSlim _turn = new(1);

    private ServiceUnderTest(string address, string credentials, TimeSpan pause)
    {
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri($"{address.TrimEnd('/')}/v1/") };
        _credentials = AuthenticationHeaderValue.Parse(credentials);
        _pause = pause;
    }

    public string ChatServiceSid { get; private set; } = "";

    /// <summary>Twilio's own service, with the credentials of the environment: at most five requests a second, far below what an account may send.</summary>
    public static Task<ServiceUnderTest> StartTwilioAsync()
    {
        var options = ConversationsClientOptions.FromEnvironment();
        return StartAsync(options.ValidatedBaseAddress(), options.Credentials!.AuthorizationHeader, TimeSpan.FromMilliseconds(200));
    }

    public static Task<ServiceUnderTest> StartAsync(Uri emulator) => StartAsync(emulator.AbsoluteUri, $"Basic {RawRequest.Credentials}", TimeSpan.Zero);

    public async Task<ServiceResponse> SendAsync(HttpMethod method, string path, IEnumerable<KeyValuePair<string, string>> form, bool isAnonymous)
    {
        await _turn.WaitAsync();
        try
        {
            for (var attempt = 0; ; attempt++)
            {
                await Task.Delay(_pause);
                using var request = new HttpRequestMessage(method, path[0] == '/' ? path[1..] : $"Services/{ChatServiceSid}/{path}");
                request.Headers.Authorization = isAnonymous ? null : _credentials;
                request.Content = method == HttpMethod.Post ? new FormUrlEncodedContent(form) : null;
                using var response = await _client.SendAsync(request);
                if ((int)response.StatusCode == 429 && attempt < MostRetries)
                {
                    await Task.Delay(response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1));
                    continue;
                }

                return new ServiceResponse((int)response.StatusCode, ToJson(await response.Content.ReadAsStringAsync()), response.Content.Headers.ContentType?.MediaType);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (ChatServiceSid.Length > 0)
        {
            await SendAsync(HttpMethod.Delete, $"/Services/{ChatServiceSid}", [], isAnonymous: false);
        }

        _client.Dispose();
        _turn.Dispose();
    }

    private static async Task<ServiceUnderTest> StartAsync(string address, string credentials, TimeSpan pause)
    {
        var service = new ServiceUnderTest(address, credentials, pause);
        var created = await service.SendAsync(HttpMethod.Post, "/Services", [new("FriendlyName", "Contract tests, deleted at their end")], isAnonymous: false);
        service.ChatServiceSid = (string?)created.Field("sid").Value ?? throw new InvalidOperationException($"No chat service could be created: {created}.");
        return service;
    }

    private static JsonNode? ToJson(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
