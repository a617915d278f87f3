namespace TwilioConversations;

/// <summary>Options of a bulk operation.</summary>
/// <remarks>They are read once, when the operation is called; later changes have no effect on it.</remarks>
/// <example>
/// <code>
/// await foreach (var result in participants.CreateManyAsync(requests, new BulkOptions { Concurrency = 8 }))
/// {
///     if (result.Status == BulkStatus.Failed) { Keep(result.Input, result.Error); }
/// }
/// </code>
/// </example>
public sealed class BulkOptions
{
    /// <summary>How many inputs are processed at once.</summary>
    /// <value>From 1 to 64; 16 unless set, which is enough for 30 requests a second that take half a second each.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of that range.</exception>
    public int Concurrency
    {
        get;
        set => field = value is >= 1 and <= 64
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"{nameof(Concurrency)} must be from 1 to 64.");
    } = 16;

    /// <summary>The maximum number of attempts for one input, over all the requests that it takes.</summary>
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
