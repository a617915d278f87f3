using System.Net;

namespace TwilioConversations;

/// <summary>The way in: holds the credentials and the connection, and gives the operations by resource.</summary>
/// <remarks>
/// Make one for each account and keep it: it is safe for any number of callers at once, and disposing of it closes
/// its connections. Clients of several accounts may share one <see cref="HttpClient"/>; each request carries its own
/// client's credentials.
/// </remarks>
/// <example>
/// <code>
/// using var twilio = ConversationsClient.FromEnvironment();
/// var participant = await twilio.Participants.FetchConversationParticipantAsync("CH…", "alice");
/// </code>
/// </example>
public sealed partial class ConversationsClient : IDisposable
{
    private readonly ConversationsTransport _transport;
    private readonly HttpClient? _ownedHttpClient;

    /// <summary>Makes a client with connections of its own.</summary>
    /// <param name="options">The credentials, and where the service is. They are read here, once.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException">An option is missing or breaks the rule stated for it.</exception>
    public ConversationsClient(ConversationsClientOptions options)
    {
        // The options' own limits say how long to wait.
        _transport = new ConversationsTransport(options, _ownedHttpClient = new HttpClient(CreateHandler()) { Timeout = Timeout.InfiniteTimeSpan });
    }

    /// <summary>Makes a client that sends through an <see cref="HttpClient"/> of yours.</summary>
    /// <param name="options">The credentials, and where the service is. They are read here, once.</param>
    /// <param name="httpClient">
    /// Sends the requests; its base address is not used, its default headers and its time limit apply, and it is not
    /// disposed of with this client. Let it not follow redirects.
    /// </param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">An option is missing or breaks the rule stated for it.</exception>
    public ConversationsClient(ConversationsClientOptions options, HttpClient httpClient)
    {
        _transport = new ConversationsTransport(options, httpClient ?? throw new ArgumentNullException(nameof(httpClient)));
    }

    /// <summary>Makes a client from what the environment says.</summary>
    /// <remarks>
    /// TWILIO_API_KEY with TWILIO_API_SECRET, or else TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN; TWILIO_EDGE and
    /// TWILIO_REGION where they are set.
    /// </remarks>
    /// <exception cref="InvalidOperationException">Neither pair of credentials is complete.</exception>
    /// <exception cref="ArgumentException">A variable breaks the rule of the option that it stands for.</exception>
    public static ConversationsClient FromEnvironment() => new(ConversationsClientOptions.FromEnvironment());

    /// <summary>Ends calls under way with an <see cref="ObjectDisposedException"/>, and closes the connections unless they came with an <see cref="HttpClient"/> of yours.</summary>
    public void Dispose()
    {
        _transport.Dispose();
        _ownedHttpClient?.Dispose();
    }

    /// <summary>Makes a handler such as a client without an <see cref="HttpClient"/> of yours uses: it follows no redirects, keeps no cookies, and unpacks answers.</summary>
    public static HttpMessageHandler CreateHandler()
    {
        // A redirect is an answer to report, not a place to take the credentials to.
#if NET
        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            // Addresses behind the service's name change; a connection kept for ever would not notice.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
#else
        return new HttpClientHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
            // .NET Framework's own limit is two.
            MaxConnectionsPerServer = 100,
        };
#endif
    }
}
