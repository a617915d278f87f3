namespace TwilioConversations;

/// <summary>The progress of a bulk operation.</summary>
public readonly record struct BulkProgress
{
    /// <summary>How many inputs have a result, whatever it is.</summary>
    public int Completed { get; init; }

    /// <summary>How many of them failed.</summary>
    public int Failed { get; init; }

    /// <summary>How many inputs there are; null if the sequence does not say before its end.</summary>
    public int? Total { get; init; }
}
