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
public sealed class BulkOptions : RequestOptions
{
    /// <summary>The number of inputs to process concurrently.</summary>
    /// <value>From 1 to 64; 16 unless set, which is enough for 30 requests a second that take half a second each.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of that range.</exception>
    public int Concurrency
    {
        get;
        set => field = value is >= 1 and <= 64
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"{nameof(Concurrency)} must be from 1 to 64.");
    } = 16;
}
