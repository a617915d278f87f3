using System.Text.RegularExpressions;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;

namespace TwilioConversations;

/// <summary>What a <see cref="ConversationsClient"/> needs to know: whose account, and where the service is.</summary>
/// <example>
/// <code>
/// new ConversationsClientOptions { Credentials = TwilioCredentials.ApiKey("SK…", secret), Edge = "dublin", Region = "ie1" }
/// </code>
/// </example>
public sealed class ConversationsClientOptions
{
    /// <summary>Who asks.</summary>
    /// <value>Required, unless <see cref="CredentialsProvider"/> is set.</value>
    public TwilioCredentials? Credentials { get; set; }

    /// <summary>Says who asks, each time that something is sent: for credentials that rotate, or lie in a vault.</summary>
    /// <value>None unless set; then <see cref="Credentials"/> must not be. What it throws reaches the caller; its time counts towards <see cref="AttemptTimeout"/>.</value>
    public Func<CancellationToken, ValueTask<TwilioCredentials>>? CredentialsProvider { get; set; }

    /// <summary>Where the service is, for a proxy or a local server; the credentials go nowhere else.</summary>
    /// <value>
    /// An absolute https address, or an http one on the local machine, without query, fragment or user; a path is kept as a
    /// prefix. Unless set: <c>https://conversations.twilio.com</c>, or what <see cref="Edge"/> and <see cref="Region"/> make of it.
    /// </value>
    public Uri? BaseAddress { get; set; }

    /// <summary>Where the media service is, for a proxy or a local server.</summary>
    /// <value>
    /// An address as <see cref="BaseAddress"/> allows it. Unless set: <c>https://mcs.us1.twilio.com</c>, or what <see cref="Region"/> makes of it;
    /// <see cref="Edge"/> does not apply. If only <see cref="BaseAddress"/> is set, there is no media service.
    /// </value>
    public Uri? MediaBaseAddress { get; set; }

    /// <summary>The edge through which the service is reached, such as <c>dublin</c>.</summary>
    /// <value>Unless set: the nearest. Where it is set and <see cref="Region"/> is not, the region is <c>us1</c>.</value>
    public string? Edge { get; set; }

    /// <summary>The region whose data is worked on, such as <c>ie1</c>.</summary>
    /// <value>Unless set: <c>us1</c>.</value>
    public string? Region { get; set; }

    /// <summary>Whether the service calls the configured webhooks for a change that does not say so itself.</summary>
    /// <value>Unless set, nothing is sent and the service decides.</value>
    public bool? WebhookEnabled { get; set; }

    /// <summary>When a request that failed is sent again.</summary>
    public RetryOptions Retry { get; private set; } = new();

    /// <summary>How long one attempt may take, from its first byte to the last of the answer.</summary>
    /// <value>More than zero and at most 24 days, or <see cref="Timeout.InfiniteTimeSpan"/>; 30 seconds unless set.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is neither.</exception>
    public TimeSpan AttemptTimeout
    {
        get;
        set => field = CheckedLimit(value, nameof(AttemptTimeout));
    } = TimeSpan.FromSeconds(30);

    /// <summary>How long a call may take with all its attempts and waits; in a bulk operation, everything that one input takes, but for the waits that all share.</summary>
    /// <value>More than zero and at most 24 days, or <see cref="Timeout.InfiniteTimeSpan"/>; 100 seconds unless set.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is neither.</exception>
    public TimeSpan TotalTimeout
    {
        get;
        set => field = CheckedLimit(value, nameof(TotalTimeout));
    } = TimeSpan.FromSeconds(100);

    /// <summary>How long an answer may be, in bytes after decompression; more is refused.</summary>
    /// <value>From 1 to 1,000,000,000; 16 MiB unless set, which is more than ten times the largest page.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of that range.</exception>
    public int MaxResponseContentBufferSize
    {
        get;
        set => field = value is >= 1 and <= 1_000_000_000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"{nameof(MaxResponseContentBufferSize)} must be from 1 to 1000000000.");
    } = 16 * 1024 * 1024;

    /// <summary>Asked for a permit before every attempt; many processes may share one limit through a limiter that is distributed.</summary>
    /// <value>None unless set. It is not disposed of with the client.</value>
    public RateLimiter? RateLimiter { get; set; }

    /// <summary>Asked for a permit before every attempt, with the conversation that it is for, as the caller named it.</summary>
    /// <value>None unless set. It is not disposed of with the client. Beside <see cref="RateLimiter"/>, both are asked.</value>
    /// <remarks>The client does not know which SID a unique name stands for: a conversation that is named in both ways has two limits. Name each in one way.</remarks>
    /// <example>
    /// <code>
    /// PartitionedRateLimiter.Create&lt;string, string&gt;(conversation => RateLimitPartition.GetTokenBucketLimiter(conversation, _ => …))
    /// </code>
    /// </example>
    public PartitionedRateLimiter<string>? ConversationRateLimiter { get; set; }

    /// <summary>Where the client logs: a warning for each retry, and the status of each answer for those who debug.</summary>
    /// <value>None unless set.</value>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Time provider for waits and time limits. Replace it in tests.</summary>
    /// <value>The system's unless set.</value>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public TimeProvider TimeProvider
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(value));
    } = TimeProvider.System;

    /// <summary>Reads the options from environment variables.</summary>
    /// <remarks>
    /// TWILIO_API_KEY with TWILIO_API_SECRET, or else TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN; TWILIO_EDGE and
    /// TWILIO_REGION where they are set. An empty variable counts as one that is not set.
    /// </remarks>
    /// <exception cref="InvalidOperationException">Neither pair of credentials is complete.</exception>
    /// <exception cref="ArgumentException">A SID in a variable is not of the right shape.</exception>
    public static ConversationsClientOptions FromEnvironment() => new()
    {
        Credentials = TwilioCredentials.FromEnvironment(),
        Edge = TwilioCredentials.Variable("TWILIO_EDGE"),
        Region = TwilioCredentials.Variable("TWILIO_REGION"),
    };

    /// <summary>Checks what no property can check by itself; a client does so when it is made.</summary>
    /// <exception cref="ArgumentException">The credentials are missing or given twice, or <see cref="BaseAddress"/>, <see cref="MediaBaseAddress"/>, <see cref="Edge"/> or <see cref="Region"/> breaks its rule.</exception>
    public void Validate()
    {
        ValidatedBaseAddress();
        ValidatedMediaBaseAddress();
    }

    /// <summary>A copy that later changes do not reach.</summary>
    internal ConversationsClientOptions Snapshot()
    {
        var copy = (ConversationsClientOptions)MemberwiseClone();
        copy.Retry = Retry.Snapshot();
        return copy;
    }

    /// <summary>The address that requests are appended to, without a slash at the end, once all options are checked.</summary>
    internal string ValidatedBaseAddress()
    {
        if (Credentials is null == CredentialsProvider is null)
        {
            throw Invalid($"Either {nameof(Credentials)} must be set, or {nameof(CredentialsProvider)}.");
        }

        if (BaseAddress is null)
        {
            return DefaultAddress();
        }

        if (Edge is not null || Region is not null)
        {
            throw Invalid($"{nameof(BaseAddress)} already says where the service is: leave {nameof(Edge)} and {nameof(Region)} unset beside it.");
        }

        return Checked(BaseAddress, nameof(BaseAddress));
    }

    /// <summary>The same for the media service, once the others are checked; null if there is none.</summary>
    internal string? ValidatedMediaBaseAddress() =>
        MediaBaseAddress is not null ? Checked(MediaBaseAddress, nameof(MediaBaseAddress))
        : BaseAddress is not null ? null
        // Twilio's @twilio/mcs-client 1.0.1 makes the host of the region alone; no source has one with an edge.
        : $"https://mcs.{Region ?? "us1"}.twilio.com";

    internal static bool IsSafe(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback);

    // Timers count little further.
    private static TimeSpan CheckedLimit(TimeSpan value, string option) => (value > TimeSpan.Zero && value <= TimeSpan.FromDays(24)) || value == Timeout.InfiniteTimeSpan
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, $"{option} must be more than zero and at most 24 days, or infinite.");

    private static string Checked(Uri address, string option)
    {
        if (!address.IsAbsoluteUri || !IsSafe(address))
        {
            throw Invalid($"{option} must be an absolute https address, or an http one on the local machine: over anything else the credentials could be read.");
        }

        // Also one that is empty, which the parsed parts do not show.
        if (address.OriginalString.IndexOfAny(['?', '#', '@']) >= 0)
        {
            throw Invalid($"{option} must not have a query, a fragment or a user.");
        }

        return address.AbsoluteUri.TrimEnd('/');
    }

    private string DefaultAddress()
    {
        CheckLabel(Edge, nameof(Edge));
        CheckLabel(Region, nameof(Region));
        return (Edge, Region) switch
        {
            (null, null) => "https://conversations.twilio.com",
            (null, _) => $"https://conversations.{Region}.twilio.com",
            _ => $"https://conversations.{Edge}.{Region ?? "us1"}.twilio.com",
        };
    }

    // Anything but a plain label could turn the host, and with it the credentials, elsewhere.
    private static void CheckLabel(string? label, string option)
    {
        if (label is not null && !Regex.IsMatch(label, @"\A[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\z", RegexOptions.CultureInvariant))
        {
            throw Invalid($"{option} must be a name of lower-case letters, digits and hyphens, such as dublin or ie1.");
        }
    }

    private static ArgumentException Invalid(string message) => new(message);
}
