namespace TwilioConversations;

/// <summary>What became of one input of a bulk operation.</summary>
public enum BulkStatus
{
    /// <summary>It was done.</summary>
    Done,

    /// <summary>There was nothing to do: the participant was already there, or was not there to be removed.</summary>
    Unchanged,

    /// <summary>It was not done, or where the connection broke perhaps done; <see cref="BulkOutcome{T}.Error"/> says why.</summary>
    Failed,

    /// <summary>It was not sent, because the operation was cancelled first.</summary>
    NotSent,

    /// <summary>It was under way when the operation was cancelled: it may have been done.</summary>
    Unknown,
}

/// <summary>What became of one input of a bulk operation.</summary>
/// <typeparam name="T">The type of the inputs.</typeparam>
/// <param name="Index">The place of the input, from 0.</param>
/// <param name="Input">The input.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Participant">The participant that was added; null for anything else.</param>
/// <param name="Error">Why it failed; null where it did not.</param>
public sealed record BulkOutcome<T>(int Index, T Input, BulkStatus Status, Participant? Participant = null, Exception? Error = null)
{
    /// <summary>Place and status; the input may hold personal data.</summary>
    public override string ToString() => $"#{Index} {Status}";
}

/// <summary>How far a bulk operation has come.</summary>
/// <param name="Completed">How many inputs have their outcome, whatever it is.</param>
/// <param name="Failed">How many of them failed.</param>
/// <param name="Total">How many inputs there are; null where the sequence does not say before its end.</param>
public readonly record struct BulkProgress(int Completed, int Failed, int? Total);

/// <summary>How a bulk operation goes about its inputs.</summary>
/// <example>
/// <code>
/// await foreach (var outcome in participants.AddManyAsync(requests, new BulkOptions { Concurrency = 8 }))
/// {
///     if (outcome.Status == BulkStatus.Failed) { Keep(outcome.Input, outcome.Error); }
/// }
/// </code>
/// </example>
public sealed class BulkOptions
{
    /// <summary>How many requests may be under way at once.</summary>
    /// <value>From 1 to 64; 4 unless set. The service takes about 30 actions a second for a conversation.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of that range.</exception>
    public int Concurrency
    {
        get;
        set => field = value is >= 1 and <= 64 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Must be from 1 to 64.");
    } = 4;

    /// <summary>How many times an input is sent at most while the service answers that there are too many requests.</summary>
    /// <value>
    /// From 1; 8 unless set, whatever <see cref="RetryOptions.MaximumAttempts"/> says, which counts for all other failures. Such a request was
    /// not processed, so that sending it again is safe. All wait as long as the service asks, but at most five minutes.
    /// </value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaximumAttempts
    {
        get;
        set => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Must be at least 1.");
    } = 8;

    /// <summary>Whether the service calls the configured webhooks for each change.</summary>
    /// <value>The client's default unless set.</value>
    public bool? WebhookEnabled { get; set; }
}
