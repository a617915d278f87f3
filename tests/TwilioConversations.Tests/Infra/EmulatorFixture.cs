using System.Net.Http.Headers;
using TwilioConversations.Testing;

namespace TwilioConversations.Tests.Infra;

/// <summary>An emulator with a conversation in it, and a client of it whose requests are counted.</summary>
internal sealed class EmulatorFixture : IDisposable
{
    private readonly HttpClient _httpClient;

    public EmulatorFixture(RecordingHandler? recorder = null, Action<ConversationsClientOptions>? configure = null, string? service = null, TimeProvider? timeProvider = null)
    {
        Emulator = ConversationsEmulator.Start(timeProvider: timeProvider);
        Emulator.AddConversation(Operations.ConversationSid, service);
        Recorder = recorder ?? new RecordingHandler();
        _httpClient = new HttpClient(Recorder);
        var options = new ConversationsClientOptions { Credentials = Emulator.Credentials, BaseAddress = Emulator.BaseAddress, Retry = { MaxAttempts = 1 } };
        configure?.Invoke(options);
        Client = new ConversationsClient(options, _httpClient);
        (Conversation, Users, Roles) = service is null
            ? (Client.Conversation(Operations.ConversationSid), Client.Users, Client.Roles)
            : (Client.Service(service).Conversation(Operations.ConversationSid), Client.Service(service).Users, Client.Service(service).Roles);
    }

    /// <summary>One whose client retries and waits by a clock. Its exchanges are not checked, since the document does not have those of faults.</summary>
    public static EmulatorFixture ByClock(Clock clock, Action<ConversationsClientOptions>? configure = null) => new(
        new RecordingHandler { ChecksOpenApiDocument = false },
        options =>
        {
            clock.UseIn(options);
            options.Retry.MaxAttempts = 4;
            configure?.Invoke(options);
        });

    /// <summary>An HTTP client with the emulator's address and credentials, for requests of a test's own.</summary>
    public static HttpClient HttpClientOf(ConversationsEmulator emulator) => HttpClientOf(emulator.BaseAddress);

    public static HttpClient HttpClientOf(Uri address) =>
        new() { BaseAddress = address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Basic", RawRequest.Credentials) } };

    public ConversationsEmulator Emulator { get; }

    public RecordingHandler Recorder { get; }

    public ConversationsClient Client { get; }

    public ConversationScope Conversation { get; }

    public UsersApi Users { get; }

    public RolesApi Roles { get; }

    public ParticipantsApi Participants => Conversation.Participants;

    /// <summary>Adds this many chat users, p0, p1, …, and clears the recorded requests.</summary>
    public async Task<IReadOnlyList<Participant>> SeedAsync(int count)
    {
        var added = new List<Participant>();
        for (var i = 0; i < count; i++)
        {
            added.Add(await Participants.CreateAsync(new CreateParticipantRequest { Identity = $"p{i}" }));
        }

        Recorder.Requests.Clear();
        return added;
    }

    public void Dispose()
    {
        Client.Dispose();
        _httpClient.Dispose();
        Emulator.Dispose();
    }
}
