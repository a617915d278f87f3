namespace TwilioConversations;

/// <summary>Options for retrying failed requests: which ones, how often, and after which delay.</summary>
/// <remarks>
/// Any request is sent again after a 429 or if the server rejected it over HTTP/2, since it was not processed, and if no connection could be made or was free.
/// Reads and deletes are also sent again after a 408, 500, 502, 503 or 504, a lost connection, and an attempt that took too long. A create or
/// an update may have happened by then, and is sent again only with <see cref="RetryCreatesAndUpdates"/>. If the service asks for a
/// wait that does not fit into the total time limit, the call fails at once. In a bulk operation all inputs wait for it,
/// and <see cref="RequestOptions.MaxAttempts"/> limits the attempts of each.
/// </remarks>
/// <example>
/// <code>
/// new ConversationsClientOptions { Credentials = credentials, Retry = { MaxAttempts = 6, RetryCreatesAndUpdates = true } }
/// </code>
/// </example>
public sealed class RetryOptions
{
    /// <summary>The maximum number of attempts.</summary>
    /// <value>From 1, which means no retries, to 20; 4 unless set.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of that range.</exception>
    public int MaxAttempts
    {
        get;
        set => field = value is >= 1 and <= 20
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"Retry.{nameof(MaxAttempts)} must be from 1 to 20.");
    } = 4;

    /// <summary>The wait after the first failure if the service asks for none. It doubles with each failure, with jitter.</summary>
    /// <value>From 1 millisecond to 1 minute; 500 milliseconds unless set.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of that range.</exception>
    public TimeSpan Delay
    {
        get;
        set => field = Checked(value, TimeSpan.FromMinutes(1), nameof(Delay));
    } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait if the service asks for none. Otherwise, the service's wait applies.</summary>
    /// <value>From 1 millisecond to 1 hour; 30 seconds unless set.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of that range.</exception>
    public TimeSpan MaxDelay
    {
        get;
        set => field = Checked(value, TimeSpan.FromHours(1), nameof(MaxDelay));
    } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets a value that indicates whether creates and updates are retried even if they may have succeeded already.</summary>
    /// <value>
    /// False unless set. A create that happened and is sent again fails with "already exists", or adds a second participant where nothing makes it
    /// unique.
    /// </value>
    public bool RetryCreatesAndUpdates { get; set; }

    /// <summary>Called before each wait; must return quickly. Its exceptions are logged and ignored.</summary>
    /// <value>None unless set.</value>
    public Action<RetryAttempt>? OnRetry { get; set; }

    internal RetryOptions Snapshot() => (RetryOptions)MemberwiseClone();

    private static TimeSpan Checked(TimeSpan value, TimeSpan maximum, string option) => value >= TimeSpan.FromMilliseconds(1) && value <= maximum
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, $"Retry.{option} must be from 00:00:00.001 to {maximum}.");
}
