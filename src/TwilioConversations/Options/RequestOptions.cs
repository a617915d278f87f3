namespace TwilioConversations;

/// <summary>Settings of a single call, which every operation takes.</summary>
/// <remarks>
/// They are read once, when the call begins; later changes to the object have no effect on the call. A method that sends several requests applies
/// them to each, such as to every page of a list. The time limit and the attempts of <c>GetOrCreateAsync</c> are for all of its requests together.
/// </remarks>
/// <example>
/// <code>
/// await participants.DeleteAsync("alice", new RequestOptions { WebhookEnabled = false, Timeout = TimeSpan.FromSeconds(5) });
/// </code>
/// </example>
public class RequestOptions
{
    private Dictionary<string, string>? _headers;
    private bool _isSnapshot;

    /// <summary>The time limit of the call with all its attempts and waits.</summary>
    /// <value>
    /// More than zero and at most 24 days, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>;
    /// <see cref="ConversationsClientOptions.TotalTimeout"/> unless set. <see cref="ConversationsClientOptions.AttemptTimeout"/> limits each attempt in
    /// any case. In a bulk operation it limits each input, without the waits that all inputs share.
    /// </value>
    /// <exception cref="ArgumentOutOfRangeException">The value is neither.</exception>
    public TimeSpan? Timeout
    {
        get;
        set => field = value is { } limit ? ConversationsClientOptions.CheckedLimit(limit, nameof(Timeout)) : null;
    }

    /// <summary>The maximum number of attempts. The value 1 turns retries off.</summary>
    /// <value>
    /// From 1; <see cref="RetryOptions.MaxAttempts"/> unless set. In a bulk operation it applies to each input, over all requests that the input takes,
    /// and is 8 unless set; of these attempts, at most <see cref="RetryOptions.MaxAttempts"/> may fail with anything but a 429.
    /// </value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int? MaxAttempts
    {
        get;
        set => field = value is null or >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"{nameof(MaxAttempts)} must be at least 1.");
    }

    /// <summary>Additional headers of the request, by name.</summary>
    /// <remarks>
    /// Names must be valid and values printable ASCII. <c>Authorization</c>, <c>Host</c>, <c>Content-…</c>, <c>Transfer-Encoding</c>, <c>Connection</c> and
    /// others that describe the connection or that this library sets itself are rejected with an <see cref="ArgumentException"/> when the call begins.
    /// The host that a temporary address of a media file names does not get them.
    /// </remarks>
    public IDictionary<string, string> Headers => _headers ??= new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Gets or sets a value that indicates whether the service calls the configured webhooks for this change. Operations that cause no webhooks ignore
    /// it.
    /// </summary>
    /// <value>Unless set, <see cref="ConversationsClientOptions.WebhookEnabled"/> applies; if that is not set either, the service decides.</value>
    public bool? WebhookEnabled { get; set; }

    /// <summary>Called with the final response to each request of the call, error responses included, before the method returns or throws.</summary>
    /// <value>
    /// None unless set. An attempt that is followed by another does not count, and without any response it is not called. What it throws reaches the
    /// caller.
    /// </value>
    public Action<ResponseInfo>? OnResponse { get; set; }

    /// <summary>The budget that this call shares with others; null for one of its own.</summary>
    internal CallBudget? Budget { get; private set; }

    /// <summary>The additional headers; null for none.</summary>
    internal IEnumerable<KeyValuePair<string, string>>? AdditionalHeaders => _headers;

    /// <summary>A copy that later changes do not reach.</summary>
    /// <exception cref="ArgumentException">A header is not allowed.</exception>
    internal static T? Snapshot<T>(T? options)
        where T : RequestOptions
    {
        if (options is null or { _isSnapshot: true })
        {
            return options;
        }

        var copy = (T)options.MemberwiseClone();
        copy._isSnapshot = true;
        copy._headers = options._headers is { Count: > 0 } headers ? RequestHeaders.Checked(headers, nameof(options)) : null;
        return copy;
    }

    /// <summary>A copy that later changes do not reach, or options in which nothing is set.</summary>
    internal static T SnapshotOrDefault<T>(T? options)
        where T : RequestOptions, new() => Snapshot(options) ?? new T { _isSnapshot = true };

    /// <summary>A copy of a snapshot, for calls that share a budget.</summary>
    internal RequestOptions Within(CallBudget budget)
    {
        var copy = (RequestOptions)MemberwiseClone();
        copy.Budget = budget;
        return copy;
    }

    /// <summary>The settings of a call that the library makes for this one, of which the caller does not know.</summary>
    internal RequestOptions ForLookup()
    {
        var copy = new RequestOptions { Timeout = Timeout, MaxAttempts = MaxAttempts, _isSnapshot = true };
        copy._headers = _headers;
        return copy;
    }

    /// <summary>Gives the options of a list that a method reads the settings of its call.</summary>
    internal static T With<T>(T list, RequestOptions? call)
        where T : RequestOptions
    {
        if (call is not null)
        {
            (list.Timeout, list.MaxAttempts, list.OnResponse) = (call.Timeout, call.MaxAttempts, call.OnResponse);
            (list._headers, list.Budget) = (call._headers, call.Budget);
        }

        return list;
    }
}
