using StockNSwag;

namespace TwilioConversations.Benchmarks.Contenders;

/// <summary>The client that NSwag's own templates generate from the same document.</summary>
internal sealed class StockContender : Contender
{
    private readonly HttpClient _client;
    private readonly StockClient _api;

    public StockContender(HttpMessageHandler handler, string baseAddress)
    {
        _client = Authorized(handler);
        _api = new StockClient(_client) { BaseUrl = baseAddress };
    }

    public override async Task<object> FetchAsync() => await _api.FetchConversationParticipantAsync(Payloads.ParticipantSid, Payloads.Conversation);

    public override async Task<object> CreateAsync() =>
        await _api.CreateConversationParticipantAsync(new() { Identity = Payloads.Identity, Attributes = """{"seat":7}""" }, Payloads.Conversation);

    public override Task DeleteAsync(string sid) => _api.DeleteConversationParticipantAsync(sid, Payloads.Conversation);

    public override async Task<int> PageAsync(int size) => (await _api.ListConversationParticipantAsync(Payloads.Conversation, size)).Participants.Count;

    public override async Task<int> MessagesAsync() => (await _api.ListConversationMessageAsync(Payloads.Conversation, StockNSwag.MessageOrder.Asc, 1000)).Messages.Count;

    public override async Task<int> AllAsync(Func<Task>? useAsync = null)
    {
        var count = 0;
        string? token = null;
        do
        {
            var page = await _api.ListConversationParticipantAsync(Payloads.Conversation, 100, pageToken: token);
            count += page.Participants.Count;
            await (useAsync?.Invoke() ?? Task.CompletedTask);
            token = TokenOf(page.Meta.Next_page_url?.ToString());
        }
        while (token is not null);
        return count;
    }

    public override void Dispose() => _client.Dispose();
}
