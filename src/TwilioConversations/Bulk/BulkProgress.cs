namespace TwilioConversations;

/// <summary>The progress of a bulk operation.</summary>
public readonly record struct BulkProgress
{
    /// <summary>The number of inputs that have a result.</summary>
    public int Completed { get; init; }

    /// <summary>The number of inputs that failed.</summary>
    public int Failed { get; init; }

    /// <summary>The total number of inputs; null if unknown before the sequence ends.</summary>
    public int? Total { get; init; }
}
