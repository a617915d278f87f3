namespace TwilioConversations;

/// <summary>The result for one input of a bulk operation.</summary>
/// <typeparam name="TInput">The type of the inputs.</typeparam>
/// <typeparam name="TResult">The type of the resource.</typeparam>
public sealed class BulkResult<TInput, TResult>
    where TResult : class
{
    /// <summary>The position of the input, from 0.</summary>
    public int Index { get; init; }

    /// <summary>The input.</summary>
    public TInput Input { get; init; } = default!;

    /// <summary>The outcome for the input.</summary>
    public BulkStatus Status { get; init; }

    /// <summary>The resource that was created; null for anything else.</summary>
    public TResult? Result { get; init; }

    /// <summary>Why it failed; null if it did not.</summary>
    public Exception? Error { get; init; }

    /// <summary>
    /// True if the change may have been made although its status is <see cref="BulkStatus.Failed"/> or <see cref="BulkStatus.Unknown"/>, as after a
    /// connection that broke.
    /// </summary>
    public bool MayHaveBeenDone { get; init; }

    /// <summary>The position and the status: the input may hold personal data.</summary>
    public override string ToString() => $"#{Index} {Status}";
}
