namespace TwilioConversations.Benchmarks.Contenders;

/// <summary>This library.</summary>
internal sealed class Ours : Contender
{
    private readonly HttpClient? _httpClient;
    private readonly ConversationsClient _client;
    private readonly ParticipantsApi _participants;

    /// <param name="handler">Takes the requests; null for the client's own connections.</param>
    /// <param name="baseAddress">The server's address.</param>
    public Ours(HttpMessageHandler? handler, string baseAddress)
    {
        var options = new ConversationsClientOptions { Credentials = TwilioCredentials.FromAuthToken(Payloads.AccountSid, Payloads.AuthToken), BaseAddress = new Uri(baseAddress) };
        _httpClient = handler is null ? null : new HttpClient(handler, disposeHandler: false);
        _client = _httpClient is null ? new(options) : new(options, _httpClient);
        _participants = _client.Conversation(Payloads.Conversation).Participants;
    }

    public override async Task<object> FetchAsync() => await _participants.FetchAsync(Payloads.ParticipantSid);

    public override async Task<object> CreateAsync() =>
        await _participants.CreateAsync(new() { Identity = Payloads.Identity, Attributes = """{"seat":7}""" });

    public override Task DeleteAsync(string sid) => _participants.DeleteAsync(sid);

    public override async Task<int> PageAsync(int size) => (await _client.Operations.ListConversationParticipantAsync(Payloads.Conversation, new() { PageSize = size })).Items.Count;

    public override async Task<int> MessagesAsync() =>
        (await _client.Operations.ListConversationMessageAsync(Payloads.Conversation, new() { PageSize = 1000, Order = MessageOrder.Asc })).Items.Count;

    public override async Task<int> AllAsync(Func<Task>? useAsync = null)
    {
        var count = 0;
        await foreach (var page in _participants.ListAsync(new() { PageSize = 100 }).AsPages())
        {
            count += page.Items.Count;
            await (useAsync?.Invoke() ?? Task.CompletedTask);
        }

        return count;
    }

    public override void Dispose()
    {
        _client.Dispose();
        _httpClient?.Dispose();
    }
}
