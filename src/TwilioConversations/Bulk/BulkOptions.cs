namespace TwilioConversations;

/// <summary>How a bulk operation treats its inputs.</summary>
/// <example>
/// <code>
/// await foreach (var result in participants.AddManyAsync(requests, new BulkOptions { Concurrency = 8 }))
/// {
///     if (result.Status == BulkStatus.Failed) { Keep(result.Input, result.Error); }
/// }
/// </code>
/// </example>
public sealed class BulkOptions
{
    /// <summary>How many inputs are worked on at once.</summary>
    /// <value>From 1 to 64; 4 unless set. The service takes about 30 actions a second for a conversation.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of that range.</exception>
    public int Concurrency
    {
        get;
        set => field = value is >= 1 and <= 64 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"{nameof(Concurrency)} must be from 1 to 64.");
    } = 4;

    /// <summary>How many attempts one input has, over all requests that it takes: every attempt that fails and is followed by another uses one up.</summary>
    /// <value>
    /// From 1; 8 unless set. Of these, at most <see cref="RetryOptions.MaxAttempts"/> may fail with anything but a 429. A request that
    /// is answered 429 was not processed, and is always safe to send again.
    /// </value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxAttempts
    {
        get;
        set => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"{nameof(MaxAttempts)} must be at least 1.");
    } = 8;

    /// <summary>Whether the service calls the configured webhooks for each change.</summary>
    /// <value>The client's default unless set.</value>
    public bool? WebhookEnabled { get; set; }
}
