using System.Text;
using WireMock;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Settings;
using WireMock.Types;
using WireMock.Util;

namespace TwilioConversations.Testing;

/// <summary>The participants API of Twilio Conversations in this process, with a store in memory and no account.</summary>
/// <remarks>Each instance has its own port, store and credentials, so that tests may run side by side.</remarks>
/// <example>
/// <code>
/// using var service = ConversationsEmulator.Start();
/// service.AddConversation("CH00000000000000000000000000000001");
/// await service.Client.Participants.CreateConversationParticipantAsync(
///     "CH00000000000000000000000000000001", new CreateParticipantRequest { Identity = "alice" });
/// </code>
/// </example>
public sealed class ConversationsEmulator : IDisposable
{
    /// <summary>The account that the emulator knows.</summary>
    public const string AccountSid = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    /// <summary>The account's auth token.</summary>
    public const string AuthToken = "emulator";

    private static readonly string ExpectedAuthorization = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{AccountSid}:{AuthToken}"));

    private readonly ParticipantsApi _api;

    private ConversationsEmulator()
    {
        var settings = new WireMockServerSettings { Urls = ["http://127.0.0.1:0"], MaxRequestLogCount = 1000 };
        RawTarget.Keep(settings);
        Server = WireMockServer.Start(settings);
        BaseAddress = new Uri(Server.Urls[0]);
        Credentials = TwilioCredentials.AuthToken(AccountSid, AuthToken);
        Client = new ConversationsClient(new ConversationsClientOptions { Credentials = Credentials, BaseAddress = BaseAddress });
        _api = new ParticipantsApi(AccountSid, BaseAddress.AbsoluteUri.TrimEnd('/'));

        // The lowest priority: a stub of the user's own goes first.
        Server.Given(Request.Create()).AtPriority(int.MaxValue).RespondWith(Response.Create().WithCallback(Answer));
    }

    /// <summary>Where the emulator listens, on the local machine only.</summary>
    public Uri BaseAddress { get; }

    /// <summary>The only credentials that the emulator takes: <see cref="AccountSid"/> with <see cref="AuthToken"/>.</summary>
    public TwilioCredentials Credentials { get; }

    /// <summary>A client of the emulator; it is disposed of with it.</summary>
    public ConversationsClient Client { get; }

    /// <summary>The server underneath, for stubs of your own: they go before the emulator's answers.</summary>
    public WireMockServer Server { get; }

    /// <summary>Starts an emulator with an empty store.</summary>
    public static ConversationsEmulator Start() => new();

    /// <summary>Adds a conversation without participants.</summary>
    /// <param name="conversation">A SID, CH and 32 hexadecimal digits, or a unique name, to which a SID is given.</param>
    /// <param name="serviceSid">The service that the conversation belongs to, IS and 32 hexadecimal digits; null for the default service.</param>
    /// <returns>The conversation's SID.</returns>
    /// <exception cref="ArgumentException">There is such a conversation already.</exception>
    public string AddConversation(string conversation, string? serviceSid = null) => _api.AddConversation(conversation, serviceSid);

    /// <summary>Stops the server.</summary>
    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }

    private ResponseMessage Answer(IRequestMessage request)
    {
        var authorized = request.Headers!.TryGetValue("Authorization", out var values) && values.Single() == ExpectedAuthorization;
        var answer = authorized ? _api.Answer(request) : ApiFault.Unauthorized.ToAnswer();
        var headers = new Dictionary<string, WireMockList<string>> { ["Twilio-Request-Id"] = new($"RQ{Guid.NewGuid():N}") };
        if (answer.Body is null)
        {
            return new ResponseMessage { StatusCode = answer.Status, Headers = headers };
        }

        headers["Content-Type"] = new("application/json; charset=utf-8");
        return new ResponseMessage
        {
            StatusCode = answer.Status,
            Headers = headers,
            BodyData = new BodyData { DetectedBodyType = BodyType.String, BodyAsString = answer.Body },
        };
    }
}
