namespace TwilioConversations.AspNetCore;

/// <summary>Which webhooks an application handles, and how; set up in <c>MapConversationsWebhooks</c>.</summary>
/// <remarks>
/// A handler of something that has happened is awaited before the service gets its 200; if it throws, the service gets a 500. Twilio waits for
/// five seconds, so leave long work to a queue. A handler of something that is about to happen returns a decision. Events without a handler get
/// a 200, and what is about to happen goes on.
/// </remarks>
public sealed partial class ConversationsWebhooks
{
    /// <summary>The largest <see cref="MaxBodySize"/> unless set: 1 MiB, more than any message and its attributes take.</summary>
    public const int DefaultMaxBodySize = 1024 * 1024;

    private static readonly TimeSpan LongestDecision = TimeSpan.FromSeconds(5);

    private readonly Dictionary<Type, Func<WebhookEvent, WebhookContext, Task<Decision?>>> _handlers = [];
    private Func<WebhookEvent, WebhookContext, Task>? _everyEvent;

    internal ConversationsWebhooks()
    {
    }

    /// <summary>The auth tokens that a request may be signed with: the account's, and during a rotation the former or the next one too.</summary>
    /// <exception cref="ArgumentException">It has no token, or one that is null or empty.</exception>
    public IReadOnlyList<string> AuthTokens
    {
        get;
        set => field = value is { Count: > 0 } && value.All(token => !string.IsNullOrEmpty(token)) ? value : throw new ArgumentException("Must be at least one token, and none of them empty.", nameof(value));
    } = [];

    /// <summary>
    /// The address of the endpoint as it is configured at the service, without its query; null for the one that the request was made to.
    /// Set it behind a proxy that does not pass the public address on; otherwise use ASP.NET Core's forwarded headers.
    /// </summary>
    /// <exception cref="ArgumentException">It is not an absolute HTTP address, or has a query, a fragment, or credentials.</exception>
    public Uri? PublicAddress
    {
        get;
        set => field = value is null || (value is { IsAbsoluteUri: true, Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" }) ? value
            : throw new ArgumentException("Must be an absolute HTTP address without a query, a fragment or credentials.", nameof(value));
    }

    /// <summary>How many bytes a body may have; a request with more is answered 413. <see cref="DefaultMaxBodySize"/> unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MaxBodySize
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = DefaultMaxBodySize;

    /// <summary>How long a handler may take to decide; more than 0 and at most 5 seconds, 4 unless set. The service itself lets pass what is not decided after five.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of that range.</exception>
    public TimeSpan DecisionTimeout
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, LongestDecision);
            field = value;
        }
    } = TimeSpan.FromSeconds(4);

    /// <summary>What happens to an action when its handler throws or takes longer than <see cref="DecisionTimeout"/>. By default the action goes on.</summary>
    public PreActionFailure OnDecisionFailure { get; set; }

    /// <summary>Whether the answer to an event decides on something.</summary>
    internal static bool IsDecision(WebhookEvent what) => what is ConversationAdd or ConversationUpdate or ConversationRemove or MessageAdd or MessageUpdate or MessageRemove
        or ParticipantAdd or ParticipantUpdate or ParticipantRemove or UserUpdate;

    /// <summary>Passes an event to its handlers; null if there is nothing to decide.</summary>
    internal async Task<Decision?> HandleAsync(WebhookEvent what, WebhookContext context)
    {
        if (_everyEvent is not null)
        {
            await _everyEvent(what, context).ConfigureAwait(false);
        }

        return _handlers.TryGetValue(what.GetType(), out var handle) ? await handle(what, context).ConfigureAwait(false)
            : IsDecision(what) ? ActionDecision.Accept
            : null;
    }

    private ConversationsWebhooks Tell<T>(Func<T, WebhookContext, Task> handle)
        where T : WebhookEvent
    {
        _ = handle ?? throw new ArgumentNullException(nameof(handle));
        return Add<T>(async (what, context) =>
        {
            await handle(what, context).ConfigureAwait(false);
            return null;
        });
    }

    private ConversationsWebhooks Ask<T, TDecision>(Func<T, WebhookContext, Task<TDecision>> handle)
        where T : WebhookEvent
        where TDecision : Decision
    {
        _ = handle ?? throw new ArgumentNullException(nameof(handle));
        return Add<T>(async (what, context) => await handle(what, context).ConfigureAwait(false) ?? throw new InvalidOperationException("The handler returned null instead of a decision."));
    }

    private ConversationsWebhooks Add<T>(Func<T, WebhookContext, Task<Decision?>> handle)
        where T : WebhookEvent
    {
        if (!_handlers.TryAdd(typeof(T), (what, context) => handle((T)what, context)))
        {
            throw new InvalidOperationException($"There already is a handler of {typeof(T).Name}.");
        }

        return this;
    }
}
