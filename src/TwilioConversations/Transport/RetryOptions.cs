namespace TwilioConversations;

/// <summary>When a request that failed is sent again, and how long to wait before.</summary>
/// <remarks>
/// Whatever the operation, a request is sent again after a 429, since it was not processed, and where no connection came about. Reads and
/// deletions are also sent again after a 408, 500, 502, 503 or 504, a connection that broke, and an attempt that took too long. A create or
/// an update may have been done then, and is sent again only with <see cref="RetryCreatesAndUpdates"/>. A wait that the service asks for
/// and that does not fit into the total time limit is not begun: the error surfaces at once. In a bulk operation all inputs wait for it,
/// and <see cref="BulkOptions.MaxAttempts"/> limits the attempts of each.
/// </remarks>
/// <example>
/// <code>
/// new ConversationsClientOptions { Credentials = credentials, Retry = { MaxAttempts = 6, RetryCreatesAndUpdates = true } }
/// </code>
/// </example>
public sealed class RetryOptions
{
    /// <summary>How many times a request is sent at most.</summary>
    /// <value>From 1, which sends nothing again, to 20; 4 unless set.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of that range.</exception>
    public int MaxAttempts
    {
        get;
        set => field = value is >= 1 and <= 20 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"Retry.{nameof(MaxAttempts)} must be from 1 to 20.");
    } = 4;

    /// <summary>About how long to wait after the first failure where the service does not say; it doubles with each failure, and is spread at random.</summary>
    /// <value>From 1 millisecond to 1 minute; 500 milliseconds unless set.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of that range.</exception>
    public TimeSpan Delay
    {
        get;
        set => field = Checked(value, TimeSpan.FromMinutes(1), nameof(Delay));
    } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait where the service does not say how long; where it does, that counts.</summary>
    /// <value>From 1 millisecond to 1 hour; 30 seconds unless set.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of that range.</exception>
    public TimeSpan MaxDelay
    {
        get;
        set => field = Checked(value, TimeSpan.FromHours(1), nameof(MaxDelay));
    } = TimeSpan.FromSeconds(30);

    /// <summary>Whether creates and updates, too, are sent again when they may have been done already.</summary>
    /// <value>False unless set. A create that was done and is sent again fails with "already exists", or adds a second participant where nothing makes it unique.</value>
    public bool RetryCreatesAndUpdates { get; set; }

    /// <summary>Called before each wait; must return soon. What it throws is logged and ignored.</summary>
    /// <value>None unless set.</value>
    public Action<RetryAttempt>? OnRetry { get; set; }

    internal RetryOptions Snapshot() => (RetryOptions)MemberwiseClone();

    private static TimeSpan Checked(TimeSpan value, TimeSpan maximum, string option) => value >= TimeSpan.FromMilliseconds(1) && value <= maximum
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, $"Retry.{option} must be from 00:00:00.001 to {maximum}.");
}
