using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace TwilioConversations.Benchmarks.Contenders;

/// <summary>A client under measurement: the same work for each, over a handler that is given or over the network.</summary>
internal abstract class Contender : IDisposable
{
    /// <summary>The client that the others are compared with.</summary>
    public const string Baseline = "stj";

    public static readonly string[] Names = ["bare", "stj", "refit", "nswag", "kiota", "twilio", "ours"];

    public abstract Task<object> FetchAsync();

    public abstract Task<object> CreateAsync();

    public abstract Task DeleteAsync(string sid);

    /// <summary>Reads one page and gives the number of its items; the client that only reads bytes gives theirs.</summary>
    public abstract Task<int> PageAsync(int size);

    /// <summary>Reads one page of a thousand messages and gives the number of its items, or of its bytes.</summary>
    public abstract Task<int> MessagesAsync();

    /// <summary>Reads all of the list in pages of 100; <paramref name="useAsync"/> takes the time that a consumer does with each.</summary>
    public abstract Task<int> AllAsync(Func<Task>? useAsync = null);

    public static Contender Make(string name, HttpMessageHandler handler, string baseAddress) => name switch
    {
        "bare" => new Bare(handler, baseAddress),
        "stj" => new SystemTextJson(handler, baseAddress),
        "refit" => new RefitContender(handler, baseAddress),
        "nswag" => new StockContender(handler, baseAddress),
        "kiota" => new KiotaContender(handler, baseAddress),
        "twilio" => new TwilioContender(handler, baseAddress),
        "ours" => new Ours(handler, baseAddress),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, $"Must be one of {string.Join(", ", Names)}."),
    };

    /// <summary>A client over the network: ours with its own connections, and each other one with connections that are set up like them.</summary>
    public static Contender OverNetwork(string name, string baseAddress) => name == "ours" ? new Ours(null, baseAddress) : Make(name, Connections(), baseAddress);

    public abstract void Dispose();

    // Not CreateHandler(): the first call of another client must not load this library.
    private static SocketsHttpHandler Connections() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        MaxConnectionsPerServer = 100,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    /// <summary>A client with the credentials, for those who bring none of their own.</summary>
    protected static HttpClient Authorized(HttpMessageHandler handler)
    {
        var client = new HttpClient(handler, disposeHandler: false);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Payloads.AccountSid}:{Payloads.AuthToken}")));
        return client;
    }

    /// <summary>The token that stands in the address of a next page.</summary>
    protected static string? TokenOf(string? nextPageUrl) => nextPageUrl?[(nextPageUrl.LastIndexOf('=') + 1)..];
}
