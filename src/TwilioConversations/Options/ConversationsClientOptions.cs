using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;

namespace TwilioConversations;

/// <summary>Options of a <see cref="ConversationsClient"/>: credentials, address, retries and limits.</summary>
/// <remarks>It cannot be serialized as JSON because of the credentials: that throws a <see cref="NotSupportedException"/>.</remarks>
/// <example>
/// <code>
/// new ConversationsClientOptions { Credentials = TwilioCredentials.FromApiKey("SK…", secret), Edge = "dublin", Region = "ie1" }
/// </code>
/// </example>
[System.Text.Json.Serialization.JsonConverter(typeof(NeverJsonConverter))]
[Newtonsoft.Json.JsonConverter(typeof(NeverNewtonsoftConverter))]
public sealed class ConversationsClientOptions
{
    /// <summary>The account or API-key credentials used to authenticate.</summary>
    /// <value>Required, unless <see cref="CredentialsProvider"/> is set.</value>
    public TwilioCredentials? Credentials { get; set; }

    /// <summary>Called before every attempt to obtain the credentials. Use it for rotating secrets.</summary>
    /// <value>
    /// None unless set. If it is set, <see cref="Credentials"/> must not be. Its exceptions reach the caller, and its time counts toward
    /// <see cref="AttemptTimeout"/>.
    /// </value>
    public Func<CancellationToken, ValueTask<TwilioCredentials>>? CredentialsProvider { get; set; }

    /// <summary>The address of the service, to use a proxy or a local server. The credentials go nowhere else.</summary>
    /// <value>
    /// An absolute https address, or an http one on the local machine, without query, fragment or user; a path is kept as a
    /// prefix. Unless set: <c>https://conversations.twilio.com</c>, or what <see cref="Edge"/> and <see cref="Region"/> make of it.
    /// </value>
    public Uri? BaseAddress { get; set; }

    /// <summary>The address of the media service, to use a proxy or a local server.</summary>
    /// <value>
    /// An address as <see cref="BaseAddress"/> allows it. Unless set: <c>https://mcs.us1.twilio.com</c>, or what <see cref="Region"/> makes of it;
    /// <see cref="Edge"/> does not apply. If only <see cref="BaseAddress"/> is set, there is no media service.
    /// </value>
    public Uri? MediaBaseAddress { get; set; }

    /// <summary>The edge through which the service is reached, such as <c>dublin</c>.</summary>
    /// <value>
    /// Unless set: the region's own edge for <c>us1</c>, <c>ie1</c> and <c>au1</c>; required for any other <see cref="Region"/>. If it is set and
    /// <see cref="Region"/> is not, the region is <c>us1</c>.
    /// </value>
    public string? Edge { get; set; }

    /// <summary>The region that holds the data, such as <c>ie1</c>.</summary>
    /// <value><c>us1</c> unless set.</value>
    public string? Region { get; set; }

    /// <summary>
    /// Gets or sets a value that indicates whether the service calls the configured webhooks for a change. <see cref="RequestOptions"/> can override it.
    /// </summary>
    /// <value>Unless set, nothing is sent and the service decides.</value>
    public bool? WebhookEnabled { get; set; }

    /// <summary>Options for retrying failed requests.</summary>
    public RetryOptions Retry { get; private set; } = new();

    /// <summary>
    /// The time limit of one attempt, from when it has a connection up to the last byte of the response. Waiting for a free connection may take as
    /// long again.
    /// </summary>
    /// <value>More than zero and at most 24 days, or <see cref="Timeout.InfiniteTimeSpan"/>; 30 seconds unless set.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is neither.</exception>
    public TimeSpan AttemptTimeout
    {
        get;
        set => field = CheckedLimit(value, nameof(AttemptTimeout));
    } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The time limit of a call with all its attempts and waits. In a bulk operation it applies to each input, without the waits that all inputs
    /// share.
    /// </summary>
    /// <value>More than zero and at most 24 days, or <see cref="Timeout.InfiniteTimeSpan"/>; 100 seconds unless set.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is neither.</exception>
    public TimeSpan TotalTimeout
    {
        get;
        set => field = CheckedLimit(value, nameof(TotalTimeout));
    } = TimeSpan.FromSeconds(100);

    /// <summary>The maximum size of a response, in bytes after decompression. A larger response is rejected.</summary>
    /// <value>From 1 to 1,000,000,000; 16 MiB unless set, which is more than ten times the largest page.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of that range.</exception>
    public int MaxResponseContentBufferSize
    {
        get;
        set => field = value is >= 1 and <= 1_000_000_000
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"{nameof(MaxResponseContentBufferSize)} must be from 1 to 1000000000.");
    } = 16 * 1024 * 1024;

    /// <summary>The rate limiter to acquire a permit from before each attempt of any operation.</summary>
    /// <value>
    /// None unless set. It is not disposed with the client. A rejection has the same effect as one by <see cref="ConversationRateLimiter"/>.
    /// </value>
    public RateLimiter? RateLimiter { get; set; }

    /// <summary>
    /// The rate limiter to acquire a permit from before each attempt that is about one conversation. Its partition is the conversation's SID, whether
    /// the request names the conversation by its SID or its unique name, in the default service, in a chat service or through a user.
    /// </summary>
    /// <value>
    /// Unless set, only bulk operations are limited, to 30 requests a second for each conversation, which is what the service takes.
    /// <see cref="ConversationRateLimits"/> has a limiter for all calls of a process, and one without a limit; a distributed one limits several
    /// processes. It is not disposed with the client.
    /// </value>
    /// <remarks>
    /// <para>
    /// If a limiter rejects an attempt with <see cref="MetadataName.RetryAfter"/>, the call waits that long and asks again, if that fits into its time
    /// limit. Without it, the call asks again with the attempts and delays of <see cref="Retry"/>. Then it throws a
    /// <see cref="ConversationsRateLimiterException"/>. A bulk operation asks until it has a permit, and that time does not count toward
    /// <see cref="TotalTimeout"/>. An exception from a limiter is passed through.
    /// </para>
    /// <para>
    /// For a unique name that no response has had yet, the client fetches the conversation once, and remembers up to 10,000 names. If there is no such
    /// conversation, the partition is the path of the request's conversation.
    /// </para>
    /// </remarks>
    /// <example>
    /// <code>
    /// options.ConversationRateLimiter = ConversationRateLimits.PerSecond(30);   // bulk operations and all other calls together
    /// </code>
    /// </example>
    public PartitionedRateLimiter<string>? ConversationRateLimiter { get; set; }

    /// <summary>Receives the client's logs: a warning for each retry, and at debug level the status of each response.</summary>
    /// <value>None unless set.</value>
    public ILoggerFactory? LoggerFactory
    {
        get;
        set => Log = (field = value) is { } factory ? new Log(factory) : null;
    }

    /// <summary>Time provider for waits and time limits. Replace it in tests.</summary>
    /// <value>The system's unless set.</value>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public TimeProvider TimeProvider
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(value), $"{nameof(TimeProvider)} must not be null.");
    } = TimeProvider.System;

    // A call looks at this, and not at the property that sets it, whose type's assembly it would load even where none is set.
    internal Log? Log { get; private set; }

    /// <summary>Reads the options from environment variables.</summary>
    /// <remarks>
    /// TWILIO_API_KEY with TWILIO_API_SECRET, or else TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN; TWILIO_EDGE and
    /// TWILIO_REGION where they are set. TWILIO_CONVERSATIONS_BASE_ADDRESS, which <c>conversations emulator</c> sets, takes the place of both;
    /// TWILIO_MEDIA_BASE_ADDRESS is the address of the media service. An empty variable counts as one that is not set.
    /// </remarks>
    /// <exception cref="InvalidOperationException">Neither pair of credentials is complete.</exception>
    /// <exception cref="ArgumentException">A variable breaks the rule of the option that it sets. The exception names the variable.</exception>
    public static ConversationsClientOptions FromEnvironment() => FromEnvironment(Environment.GetEnvironmentVariable);

    internal static ConversationsClientOptions FromEnvironment(Func<string, string?> variable)
    {
        const string EdgeName = "TWILIO_EDGE";
        const string RegionName = "TWILIO_REGION";
        var address = AddressIn("TWILIO_CONVERSATIONS_BASE_ADDRESS");
        var (edge, region) = address is null ? (Value(EdgeName), Value(RegionName)) : (null, null);
        ServiceHost.Of(edge, region, EdgeName, RegionName);
        return new()
        {
            Credentials = TwilioCredentials.FromEnvironment(variable),
            BaseAddress = address,
            MediaBaseAddress = AddressIn("TWILIO_MEDIA_BASE_ADDRESS"),
            Edge = edge,
            Region = region,
        };

        string? Value(string name) => variable(name) is { Length: > 0 } value ? value : null;

        Uri? AddressIn(string name)
        {
            if (Value(name) is not { } text)
            {
                return null;
            }

            var value = Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var uri) ? uri : throw Invalid($"{name} must be an address.");
            Checked(value, name);
            return value;
        }
    }

    /// <summary>Checks the rules that involve several options. Creating a client does so too.</summary>
    /// <exception cref="ArgumentException">
    /// The credentials are missing or given twice, or <see cref="BaseAddress"/>, <see cref="MediaBaseAddress"/>, <see cref="Edge"/> or
    /// <see cref="Region"/> breaks its rule.
    /// </exception>
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
            return $"https://{ServiceHost.Of(Edge, Region)}";
        }

        if (Edge is not null || Region is not null)
        {
            throw Invalid($"{nameof(BaseAddress)} replaces {nameof(Edge)} and {nameof(Region)}: leave them unset.");
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
    internal static TimeSpan CheckedLimit(TimeSpan value, string option) =>
        (value > TimeSpan.Zero && value <= TimeSpan.FromDays(24)) || value == Timeout.InfiniteTimeSpan
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"{option} must be more than zero and at most 24 days, or infinite.");

    private static string Checked(Uri address, string option)
    {
        if (!address.IsAbsoluteUri || !IsSafe(address))
        {
            throw Invalid(
                $"{option} must be an absolute https address, or an http one on the local machine: over anything else the credentials could be read.");
        }

        // Also one that is empty, which the parsed parts do not show.
        if (address.OriginalString.IndexOfAny(['?', '#', '@']) >= 0)
        {
            throw Invalid($"{option} must not have a query, a fragment or a user.");
        }

        return address.AbsoluteUri.TrimEnd('/');
    }

    private static ArgumentException Invalid(string message) => new(message);
}
