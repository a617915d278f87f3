namespace TwilioConversations.Benchmarks.Contenders;

/// <summary>An <see cref="HttpClient"/> that reads the bytes and makes nothing of them: what no client can do without.</summary>
internal class Bare : Contender
{
    private static readonly string[] Tokens = ["", .. Enumerable.Range(1, 9).Select(page => $"&PageToken={page * 100}")];

    public Bare(HttpMessageHandler handler, string baseAddress)
    {
        Client = Authorized(handler);
        Participants = $"{baseAddress}/v1/Conversations/{Payloads.Conversation}/Participants";
        Messages = $"{baseAddress}/v1/Conversations/{Payloads.Conversation}/Messages{Payloads.MessagesQuery}";
    }

    protected HttpClient Client { get; }

    protected string Participants { get; }

    protected string Messages { get; }

    public override async Task<object> FetchAsync() => await Client.GetByteArrayAsync(AddressOf(Payloads.ParticipantSid));

    public override async Task<object> CreateAsync()
    {
        using var response = await Client.PostAsync(Participants, Form());
        return await response.Content.ReadAsByteArrayAsync();
    }

    public override async Task DeleteAsync(string sid) => (await Client.DeleteAsync(AddressOf(sid))).EnsureSuccessStatusCode().Dispose();

    public override async Task<int> PageAsync(int size) => (await Client.GetByteArrayAsync($"{Participants}?PageSize={size}")).Length;

    public override async Task<int> MessagesAsync() => (await Client.GetByteArrayAsync(Messages)).Length;

    public override async Task<int> AllAsync(Func<Task>? useAsync = null)
    {
        var count = 0;
        foreach (var token in Tokens)
        {
            count += (await Client.GetByteArrayAsync($"{Participants}?PageSize=100{token}")).Length;
            await (useAsync?.Invoke() ?? Task.CompletedTask);
        }

        return count;
    }

    public override void Dispose() => Client.Dispose();

    protected static FormUrlEncodedContent Form() => new([new("Identity", Payloads.Identity), new("Attributes", """{"seat":7}""")]);

    protected string AddressOf(string sid) => $"{Participants}/{Uri.EscapeDataString(sid)}";
}
