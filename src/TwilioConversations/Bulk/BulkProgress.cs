namespace TwilioConversations;

/// <summary>The progress of a bulk operation.</summary>
public readonly record struct BulkProgress
{
    /// <summary>How many inputs have a result.</summary>
    public int Completed { get; init; }

    /// <summary>How many of them failed.</summary>
    public int Failed { get; init; }

    /// <summary>How many inputs there are; null if that is not known before the end of the sequence.</summary>
    public int? Total { get; init; }
}
