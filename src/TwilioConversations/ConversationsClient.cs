using System.Net;
using System.Runtime.InteropServices;

namespace TwilioConversations;

/// <summary>Client for Twilio Conversations: the account's default service, and the way to its chat services.</summary>
/// <remarks>
/// Thread-safe: create one for each account and reuse it. Clients of several accounts may share one <see cref="HttpClient"/>; each request
/// has the credentials of the client that sends it. For tests, derive from it or let a mocking library do so.
/// </remarks>
/// <example>
/// <code>
/// using var twilio = ConversationsClient.FromEnvironment();
/// var participant = await twilio.Conversation("support").Participants.FetchAsync("alice");
/// </code>
/// </example>
#if NET
[System.Runtime.Versioning.UnsupportedOSPlatform("browser")]
#endif
public partial class ConversationsClient : IDisposable
{
    // An account may have this many concurrent requests; the service returns 429 for more.
    private const int MaxConnections = 100;

    private static readonly bool IsBrowser = RuntimeInformation.IsOSPlatform(OSPlatform.Create("BROWSER"));

    private readonly CallSender _sender;
    private readonly ResourcePath _path;
    private readonly HttpMessageInvoker? _ownConnections;

    /// <summary>Creates a client with its own connections.</summary>
    /// <param name="options">The credentials and the address of the service. They are read once; later changes have no effect.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException">An option is missing or breaks the rule stated for it.</exception>
    /// <exception cref="PlatformNotSupportedException">The program runs in a browser, which cannot keep the credentials secret.</exception>
    public ConversationsClient(ConversationsClientOptions options)
        : this(options, new HttpMessageInvoker(CreateHandler()), isOwner: true)
    {
    }

    /// <summary>Creates a client that sends through your <see cref="HttpClient"/>.</summary>
    /// <param name="options">The credentials and the address of the service. They are read once; later changes have no effect.</param>
    /// <param name="httpClient">
    /// Sends the requests. Its default headers, HTTP version and timeout apply, its base address does not. It is not disposed with this client. Configure
    /// its handler not to follow redirects, as that of <see cref="CreateHandler"/> does. A redirect that it follows is an
    /// <see cref="InvalidResponseException"/>. On .NET the form or file of the request is not sent to the other address; on .NET Framework it may be.
    /// </param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">An option is missing or breaks the rule stated for it.</exception>
    /// <exception cref="PlatformNotSupportedException">The program runs in a browser, which cannot keep the credentials secret.</exception>
    public ConversationsClient(ConversationsClientOptions options, HttpClient httpClient)
        : this(options, httpClient ?? throw new ArgumentNullException(nameof(httpClient)), isOwner: false)
    {
    }

    /// <summary>For mocks: a call that is not overridden throws an <see cref="InvalidOperationException"/>.</summary>
    protected ConversationsClient()
    {
        _sender = CallSender.None;
        _path = ResourcePath.None;
    }

    internal ConversationsClient(ConversationsClientOptions options, HttpMessageInvoker connections, bool isOwner)
    {
        CheckPlatform(IsBrowser);
        _sender = new CallSender(options, connections);
        _path = ResourcePath.Root(_sender.BaseAddress);
        _ownConnections = isOwner ? connections : null;
    }

    /// <summary>The operations of the OpenAPI document under their own names, each a single request with its arguments as they are.</summary>
    public virtual ConversationsOperations Operations => field ??= new(_sender, _path);

    /// <summary>Creates a client from environment variables.</summary>
    /// <remarks>
    /// Credentials: <c>TWILIO_API_KEY</c> with <c>TWILIO_API_SECRET</c>, otherwise <c>TWILIO_ACCOUNT_SID</c> with <c>TWILIO_AUTH_TOKEN</c>.
    /// <c>TWILIO_EDGE</c> and <c>TWILIO_REGION</c> apply if they are set.
    /// </remarks>
    /// <exception cref="InvalidOperationException">Neither pair of credentials is complete.</exception>
    /// <exception cref="ArgumentException">A variable breaks the rule of the option that it sets.</exception>
    public static ConversationsClient FromEnvironment() => new(ConversationsClientOptions.FromEnvironment());

    /// <summary>Gets the operations of one chat service; no request is sent.</summary>
    /// <param name="chatServiceSid">The service's SID, IS and 32 hexadecimal digits.</param>
    /// <exception cref="ArgumentException">It is not such a SID.</exception>
    public virtual ChatServiceScope Service(string chatServiceSid) => new(_sender, _path.ChatService(chatServiceSid));

    /// <summary>
    /// Ends pending calls with an <see cref="ObjectDisposedException"/>, and closes the connections unless they belong to your
    /// <see cref="HttpClient"/>.
    /// </summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the connections, unless they belong to your <see cref="HttpClient"/>.</summary>
    /// <param name="disposing">True if <see cref="Dispose()"/> was called.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _sender.Dispose();
            _ownConnections?.Dispose();
        }
    }

    /// <summary>Creates the handler of a client that does not use your <see cref="HttpClient"/>.</summary>
    /// <remarks>
    /// It follows no redirects, keeps no cookies, and decompresses responses. Over HTTP/1.1 it opens at most 100 connections to a server, and
    /// further requests wait for a free one; over HTTP/2 it opens another connection when the first ones have as many requests as they take.
    /// On .NET it renews a connection after five minutes. If nothing comes over an HTTP/2 connection for 10 seconds while calls wait, it sends a ping.
    /// If no response to the ping comes within 10 seconds, it closes the connection, and the calls fail or are sent again.
    /// </remarks>
    /// <exception cref="PlatformNotSupportedException">The program runs in a browser.</exception>
    public static HttpMessageHandler CreateHandler()
    {
        CheckPlatform(IsBrowser);
        // A redirect is reported; the credentials do not follow it.
#if NET
        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            MaxConnectionsPerServer = MaxConnections,
            EnableMultipleHttp2Connections = true,
            // Addresses behind the service's name change; a connection that is kept forever would not notice.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            // Together less than the default time limit of an attempt: a connection that has died without a word costs that one attempt.
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            KeepAlivePingDelay = TimeSpan.FromSeconds(10),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        };
#else
        return new HttpClientHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
            // .NET Framework's own limit is two.
            MaxConnectionsPerServer = MaxConnections,
        };
#endif
    }

    internal static void CheckPlatform(bool isBrowser)
    {
        if (isBrowser)
        {
            throw new PlatformNotSupportedException(
                "This client does not run in a browser, which cannot keep Twilio credentials secret. "
                + "Call the API from your server, and issue access tokens to browsers.");
        }
    }
}
