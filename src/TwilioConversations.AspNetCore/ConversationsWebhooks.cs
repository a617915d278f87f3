namespace TwilioConversations.AspNetCore;

/// <summary>The webhooks that an application handles; set up in <c>MapConversationsWebhooks</c>.</summary>
/// <remarks>
/// A handler of something that has happened is awaited before the service gets its 200; if it throws, the service gets a 500. Twilio waits for
/// five seconds, so leave long work to a queue. A handler of something that is about to happen returns a decision. An event without a handler
/// gets a 200, and an action without a handler goes on.
/// </remarks>
public sealed partial class ConversationsWebhooks
{
    /// <summary>The default of <see cref="MaxBodySize"/>: 1 MiB, more than any message and its attributes take.</summary>
    public const int DefaultMaxBodySize = 1024 * 1024;

    private static readonly TimeSpan LongestDecision = TimeSpan.FromSeconds(5);

    private readonly Dictionary<Type, Func<WebhookEvent, WebhookContext, Task<Decision?>>> _handlers = [];
    private Func<WebhookEvent, WebhookContext, Task>? _everyEvent;

    internal ConversationsWebhooks()
    {
    }

    /// <summary>The auth tokens that a request may be signed with: the account's, and during a rotation the former or the next one too.</summary>
    /// <exception cref="ArgumentException">There is no token, or one that is null or empty.</exception>
    public IReadOnlyList<string> AuthTokens
    {
        get;
        set => field = value is { Count: > 0 } && value.All(token => !string.IsNullOrEmpty(token)) ? value : throw new ArgumentException("Must be at least one token, and none of them empty.", nameof(value));
    } = [];

    /// <summary>
    /// The endpoint's address as it is configured at the service, without its query; null for the one that the request was made to. Set it behind
    /// a proxy that does not pass the public address on. If it does, use ASP.NET Core's forwarded headers instead.
    /// </summary>
    /// <exception cref="ArgumentException">It is not an absolute HTTP address, or has a query, a fragment, or credentials.</exception>
    public Uri? PublicAddress
    {
        get;
        set => field = value is null || (value is { IsAbsoluteUri: true, Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" }) ? value
            : throw new ArgumentException("Must be an absolute HTTP address without a query, a fragment or credentials.", nameof(value));
    }

    /// <summary>The most bytes that a body may have, <see cref="DefaultMaxBodySize"/> unless set. A larger one is answered 413.</summary>
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

    /// <summary>How long a handler may take to decide: more than 0 and at most 5 seconds, 4 unless set. After five seconds the service lets an action pass.</summary>
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

    /// <summary>Whether the service waits for a decision on an event.</summary>
    internal static bool IsDecision(WebhookEvent received) => received is ConversationAdd or ConversationUpdate or ConversationRemove or MessageAdd or MessageUpdate or MessageRemove
        or ParticipantAdd or ParticipantUpdate or ParticipantRemove or UserUpdate;

    /// <summary>Passes an event to its handlers; null if there is nothing to decide.</summary>
    internal async Task<Decision?> HandleAsync(WebhookEvent received, WebhookContext context)
    {
        if (_everyEvent is not null)
        {
            await _everyEvent(received, context).ConfigureAwait(false);
        }

        return _handlers.TryGetValue(received.GetType(), out var handle) ? await handle(received, context).ConfigureAwait(false)
            : IsDecision(received) ? ActionDecision.Accept
            : null;
    }

    private ConversationsWebhooks AddHandler<T>(Func<T, WebhookContext, Task> handle)
        where T : WebhookEvent
    {
        _ = handle ?? throw new ArgumentNullException(nameof(handle));
        return Add<T>(async (received, context) =>
        {
            await handle((T)received, context).ConfigureAwait(false);
            return null;
        });
    }

    private ConversationsWebhooks AddDecision<T, TDecision>(Func<T, WebhookContext, Task<TDecision>> handle)
        where T : WebhookEvent
        where TDecision : Decision
    {
        _ = handle ?? throw new ArgumentNullException(nameof(handle));
        return Add<T>(async (received, context) => await handle((T)received, context).ConfigureAwait(false) ?? throw new InvalidOperationException("The handler returned null instead of a decision."));
    }

    private ConversationsWebhooks Add<T>(Func<WebhookEvent, WebhookContext, Task<Decision?>> handle) =>
        _handlers.TryAdd(typeof(T), handle) ? this : throw new InvalidOperationException($"There already is a handler of {typeof(T).Name}.");
}
