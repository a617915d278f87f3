namespace TwilioConversations;

/// <summary>When a request that failed is sent again, and how long to wait before.</summary>
/// <remarks>
/// Sent again, whatever the operation: what the service answered 429, since it was not processed, and what could not be sent for want
/// of a connection. Sent again where the operation reads or removes: what was answered 408, 500, 502, 503 or 504, what broke off, and
/// what took too long. A create or an update may have been done then, and is not sent again unless <see cref="RetryCreatesAndUpdates"/>
/// says so. A wait that the service asks for and that does not fit into the total time limit is not begun: the error surfaces at once.
/// Bulk operations have a rule of their own for a 429.
/// </remarks>
/// <example>
/// <code>
/// new ConversationsClientOptions { Credentials = credentials, Retry = { MaximumAttempts = 6, RetryCreatesAndUpdates = true } }
/// </code>
/// </example>
public sealed class RetryOptions
{
    /// <summary>How many times a request is sent at most.</summary>
    /// <value>From 1, which sends nothing again, to 20; 4 unless set.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of that range.</exception>
    public int MaximumAttempts
    {
        get;
        set => field = value is >= 1 and <= 20 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Must be from 1 to 20.");
    } = 4;

    /// <summary>About how long to wait after the first failure where the service does not say; it doubles each time, and is spread at random.</summary>
    /// <value>From 1 millisecond to 1 minute; 500 milliseconds unless set.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of that range.</exception>
    public TimeSpan BaseDelay
    {
        get;
        set => field = Checked(value, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1));
    } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait where the service does not say how long; where it does, that counts.</summary>
    /// <value>From 1 millisecond to 1 hour; 30 seconds unless set.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of that range.</exception>
    public TimeSpan MaximumDelay
    {
        get;
        set => field = Checked(value, TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1));
    } = TimeSpan.FromSeconds(30);

    /// <summary>Whether creates and updates, too, are sent again when they may have been done already.</summary>
    /// <value>False unless set. A create that was done and is sent again fails with "already exists", or adds a second participant where nothing makes it unique.</value>
    public bool RetryCreatesAndUpdates { get; set; }

    /// <summary>Called before each wait; must return soon and throw nothing.</summary>
    /// <value>None unless set.</value>
    public Action<RetryAttempt>? OnRetry { get; set; }

    internal RetryOptions Snapshot() => (RetryOptions)MemberwiseClone();

    private static TimeSpan Checked(TimeSpan value, TimeSpan minimum, TimeSpan maximum) =>
        value >= minimum && value <= maximum ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"Must be from {minimum} to {maximum}.");
}

/// <summary>An attempt that failed and is followed by another.</summary>
/// <param name="Operation">The operation's name in the document.</param>
/// <param name="Attempt">The number of the attempt that failed, from 1.</param>
/// <param name="Delay">How long is waited before the next.</param>
/// <param name="Error">Why it failed.</param>
public readonly record struct RetryAttempt(string Operation, int Attempt, TimeSpan Delay, Exception Error);
