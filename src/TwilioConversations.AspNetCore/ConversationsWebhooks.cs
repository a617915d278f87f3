using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TwilioConversations.AspNetCore;

/// <summary>The webhooks that an application handles; set up in <c>MapConversationsWebhooks</c>.</summary>
/// <remarks>
/// A handler of something that has happened is awaited before the service gets its 200; if it throws, the service gets a 500. Twilio waits for
/// five seconds, so put long work into a durable queue. A handler of something that is about to happen returns a decision. An event without a
/// handler gets a 200, and an action without a handler is accepted.
/// </remarks>
public sealed partial class ConversationsWebhooks
{
    /// <summary>The default of <see cref="MaxBodySize"/>: 1 MiB, more than any message and its attributes take.</summary>
    public const int DefaultMaxBodySize = 1024 * 1024;

    private static readonly TimeSpan LongestDecision = TimeSpan.FromSeconds(5);

    private Action<IServiceProvider, ILogger>? _watchSecrets;

    internal ConversationsWebhooks()
    {
    }

    /// <summary>
    /// Gets or sets the auth tokens and shared keys that sign requests: the current one of each account, and during a rotation the former or the
    /// next one too. You can replace the list while the application runs.
    /// </summary>
    /// <value>At least one secret.</value>
    /// <exception cref="ArgumentException">The list is null or empty, or contains null.</exception>
    /// <remarks>An event is rejected unless its <c>AccountSid</c> is the account of the secret that signed it.</remarks>
    public IReadOnlyList<WebhookSecret> Secrets
    {
        get => SecretArray;
        set => SecretArray = value is { Count: > 0 } && value.All(secret => secret is not null) ? [.. value]
            : throw new ArgumentException($"{nameof(Secrets)} must contain at least one secret, and no null.", nameof(value));
    }

    /// <summary>
    /// Gets or sets a value that indicates whether the endpoint accepts GET besides POST. A GET has the message in its address, which servers and
    /// proxies log.
    /// </summary>
    /// <value>The default is false: a GET gets a 405.</value>
    public bool AcceptGet { get; set; }

    /// <summary>
    /// Gets or sets the endpoint's address as it is configured at the service, without its query; null for the one that the request was made to. Set
    /// it wherever you can: a signature covers the address, so without it the caller chooses the host, unless ASP.NET Core's <c>AllowedHosts</c> or
    /// <c>RequireHost</c> limits it. If the configured address has a user name and a password, include them.
    /// </summary>
    /// <exception cref="ArgumentException">The value is not an absolute HTTP address, or has a query or a fragment.</exception>
    public Uri? PublicAddress
    {
        get;
        set => field = value is null or { IsAbsoluteUri: true, Scheme: "http" or "https", Query: "", Fragment: "" } ? value
            : throw new ArgumentException($"{nameof(PublicAddress)} must be an absolute HTTP address without a query or a fragment.", nameof(value));
    }

    /// <summary>Gets or sets the maximum size of a body, in bytes. A larger one gets a 413.</summary>
    /// <value>The default is <see cref="DefaultMaxBodySize"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxBodySize
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(MaxBodySize));
            field = value;
        }
    } = DefaultMaxBodySize;

    /// <summary>
    /// Gets or sets how long the handlers of an action may take to decide. After five seconds the service accepts the action without a decision.
    /// </summary>
    /// <value>More than 0 and at most 5 seconds; the default is 4 seconds.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of that range.</exception>
    public TimeSpan DecisionTimeout
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero, nameof(DecisionTimeout));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, LongestDecision, nameof(DecisionTimeout));
            field = value;
        }
    } = TimeSpan.FromSeconds(4);

    /// <summary>Gets or sets what happens to an action if its handler throws or takes longer than <see cref="DecisionTimeout"/>.</summary>
    /// <value>The default is <see cref="DecisionFailureBehavior.Accept"/>.</value>
    public DecisionFailureBehavior FailureBehavior { get; set; }

    internal WebhookSecret[] SecretArray { get; private set; } = [];

    /// <summary>Reads <see cref="Secrets"/> from options at startup and each time the options change.</summary>
    /// <typeparam name="TOptions">Your options class, registered with <c>services.Configure</c> or <c>AddOptions</c>.</typeparam>
    /// <param name="select">Returns the secrets. If it throws or returns none after a change, that is logged and the earlier secrets stay in use.</param>
    /// <returns>This object.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="select"/> is null.</exception>
    public ConversationsWebhooks UseSecrets<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(Func<TOptions, IEnumerable<WebhookSecret>> select)
        where TOptions : class
    {
        _ = select ?? throw new ArgumentNullException(nameof(select));
        _watchSecrets = (services, logger) =>
        {
            var monitor = services.GetRequiredService<IOptionsMonitor<TOptions>>();
            monitor.OnChange(options =>
            {
                try
                {
                    Secrets = [.. select(options)];
                }
#pragma warning disable CA1031 // Nobody could catch it, and the earlier secrets still work.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    Log.SecretsNotChanged(logger, e.GetType().FullName!);
                }
            });
            Secrets = [.. select(monitor.CurrentValue)];
        };
        return this;
    }

    internal void Start(IServiceProvider services, ILogger logger) => _watchSecrets?.Invoke(services, logger);
}
