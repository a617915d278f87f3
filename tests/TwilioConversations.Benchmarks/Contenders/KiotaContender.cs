using KiotaGenerated;
using KiotaGenerated.Models;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;

namespace TwilioConversations.Benchmarks.Contenders;

/// <summary>Kiota's client for the same document, with the handlers that its own factory adds, such as the one for retries.</summary>
internal sealed class KiotaContender : Contender
{
    private readonly HttpClient _http;
    private readonly HttpClientRequestAdapter _adapter;
    private readonly KiotaClient _api;

    public KiotaContender(HttpMessageHandler handler, string baseAddress)
    {
        _http = KiotaClientFactory.Create(new Shared(handler));
        _adapter = new HttpClientRequestAdapter(new BasicAuthentication(), httpClient: _http) { BaseUrl = baseAddress };
        _api = new KiotaClient(_adapter);
    }

    private KiotaGenerated.V1.Conversations.Item.WithConversationSItemRequestBuilder Conversation => _api.V1.Conversations[Payloads.Conversation];

    public override async Task<object> FetchAsync() => (await Conversation.Participants[Payloads.ParticipantSid].GetAsync())!;

    public override async Task<object> CreateAsync() =>
        (await Conversation.Participants.PostAsync(new KiotaGenerated.Models.CreateParticipantRequest { Identity = Payloads.Identity, Attributes = """{"seat":7}""" }))!;

    public override Task DeleteAsync(string sid) => Conversation.Participants[sid].DeleteAsync();

    public override async Task<int> PageAsync(int size) => (await PageAsync(size, null)).Participants!.Count;

    public override async Task<int> MessagesAsync() => (await Conversation.Messages.GetAsync(request =>
    {
        request.QueryParameters.PageSize = 1000;
        request.QueryParameters.Order = KiotaGenerated.Models.MessageOrder.Asc;
    }))!.Messages!.Count;

    public override async Task<int> AllAsync(Func<Task>? useAsync = null)
    {
        var count = 0;
        string? token = null;
        do
        {
            var page = await PageAsync(100, token);
            count += page.Participants!.Count;
            await (useAsync?.Invoke() ?? Task.CompletedTask);
            token = TokenOf(page.Meta!.NextPageUrl);
        }
        while (token is not null);
        return count;
    }

    public override void Dispose()
    {
        _adapter.Dispose();
        _http.Dispose();
    }

    private async Task<ParticipantPage> PageAsync(int size, string? token) => (await Conversation.Participants.GetAsync(request =>
    {
        request.QueryParameters.PageSize = size;
        request.QueryParameters.PageToken = token;
    }))!;

    private sealed class BasicAuthentication : IAuthenticationProvider
    {
        private readonly string _header = $"Basic {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{Payloads.AccountSid}:{Payloads.AuthToken}"))}";

        public Task AuthenticateRequestAsync(RequestInformation request, Dictionary<string, object>? additionalAuthenticationContext = null, CancellationToken cancellationToken = default)
        {
            request.Headers.TryAdd("Authorization", _header);
            return Task.CompletedTask;
        }
    }

    /// <summary>Outlives the client, as the handlers of the others do.</summary>
    private sealed class Shared(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
#pragma warning disable CA2215 // That would dispose of the inner handler.
        protected override void Dispose(bool disposing)
#pragma warning restore CA2215
        {
        }
    }
}
