using Twilio.Clients;
using Twilio.Http;
using Twilio.Rest.Conversations.V1.Conversation;

namespace TwilioConversations.Benchmarks.Contenders;

/// <summary>The vendor's own SDK. It takes no address, so its requests are led to the one under measurement.</summary>
internal sealed class TwilioContender : Contender
{
    private readonly System.Net.Http.HttpClient _httpClient;
    private readonly TwilioRestClient _client;

    public TwilioContender(HttpMessageHandler handler, string baseAddress)
    {
        _httpClient = new(new Detour(handler, new Uri(baseAddress)), disposeHandler: false);
        _client = new(Payloads.AccountSid, Payloads.AuthToken, httpClient: new SystemNetHttpClient(_httpClient));
    }

    public override async Task<object> FetchAsync() => await ParticipantResource.FetchAsync(Payloads.Conversation, Payloads.ParticipantSid, client: _client);

    public override async Task<object> CreateAsync() =>
        await ParticipantResource.CreateAsync(Payloads.Conversation, identity: Payloads.Identity, attributes: """{"seat":7}""", client: _client);

    public override Task DeleteAsync(string sid) => ParticipantResource.DeleteAsync(Payloads.Conversation, sid, client: _client);

    public override async Task<int> PageAsync(int size) =>
        (await ParticipantResource.ReadAsync(Payloads.Conversation, pageSize: size, limit: size, client: _client)).Take(size).Count();

    public override async Task<int> MessagesAsync() =>
        (await MessageResource.ReadAsync(Payloads.Conversation, order: MessageResource.OrderTypeEnum.Asc, pageSize: 1000, limit: 1000, client: _client)).Take(1000).Count();

    public override async Task<int> AllAsync(Func<Task>? useAsync = null)
    {
        var count = 0;
        foreach (var _ in await ParticipantResource.ReadAsync(Payloads.Conversation, pageSize: 100, client: _client))
        {
            if (++count % 100 == 0)
            {
                await (useAsync?.Invoke() ?? Task.CompletedTask);
            }
        }

        return count;
    }

    public override void Dispose() => _httpClient.Dispose();

    private sealed class Detour(HttpMessageHandler handler, Uri baseAddress) : DelegatingHandler(handler)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var address = request.RequestUri!;
            if (address.Host == "conversations.twilio.com")
            {
                request.RequestUri = new Uri(baseAddress, address.PathAndQuery);
            }

            return base.SendAsync(request, cancellationToken);
        }
    }
}
