using Refit;

namespace TwilioConversations.Benchmarks.Contenders;

/// <summary>Refit with source-generated System.Text.Json.</summary>
internal sealed class RefitContender : Contender
{
    private readonly HttpClient _client;
    private readonly IRefitParticipants _api;

    public RefitContender(HttpMessageHandler handler, string baseAddress)
    {
        _client = Authorized(handler);
        _client.BaseAddress = new Uri(baseAddress);
        _api = RestService.For<IRefitParticipants>(_client, new RefitSettings(new SystemTextJsonContentSerializer(Models.Default.Options)));
    }

    public override async Task<object> FetchAsync() => await _api.FetchAsync(Payloads.Conversation, Payloads.ParticipantSid);

    public override async Task<object> CreateAsync() =>
        await _api.CreateAsync(Payloads.Conversation, new Dictionary<string, string> { ["Identity"] = Payloads.Identity, ["Attributes"] = """{"seat":7}""" });

    public override Task DeleteAsync(string sid) => _api.DeleteAsync(Payloads.Conversation, sid);

    public override async Task<int> PageAsync(int size) => (await _api.ListAsync(Payloads.Conversation, size)).Participants.Count;

    public override async Task<int> MessagesAsync() => (await _api.ListMessagesAsync(Payloads.Conversation, "asc", 1000)).Messages.Count;

    public override async Task<int> AllAsync(Func<Task>? useAsync = null)
    {
        var count = 0;
        string? token = null;
        do
        {
            var page = await _api.ListAsync(Payloads.Conversation, 100, token);
            count += page.Participants.Count;
            await (useAsync?.Invoke() ?? Task.CompletedTask);
            token = TokenOf(page.Meta.NextPageUrl);
        }
        while (token is not null);
        return count;
    }

    public override void Dispose() => _client.Dispose();
}

internal interface IRefitParticipants
{
    [Get("/v1/Conversations/{conversation}/Participants/{sid}")]
    Task<ParticipantModel> FetchAsync(string conversation, string sid);

    [Post("/v1/Conversations/{conversation}/Participants")]
    Task<ParticipantModel> CreateAsync(string conversation, [Body(BodySerializationMethod.UrlEncoded)] Dictionary<string, string> form);

    [Delete("/v1/Conversations/{conversation}/Participants/{sid}")]
    Task DeleteAsync(string conversation, string sid);

    [Get("/v1/Conversations/{conversation}/Participants")]
    Task<PageModel> ListAsync(string conversation, [AliasAs("PageSize")] int pageSize, [AliasAs("PageToken")] string? pageToken = null);

    [Get("/v1/Conversations/{conversation}/Messages")]
    Task<MessagesModel> ListMessagesAsync(string conversation, [AliasAs("Order")] string order, [AliasAs("PageSize")] int pageSize);
}
