namespace TwilioConversations.AspNetCore;

/// <summary>Whether a message may be added or changed, and what is changed about it; what stays null is left as it is.</summary>
/// <example>
/// <code>
/// hooks.OnMessageAdd((message, context) => Task.FromResult(IsClean(message.Body) ? MessageDecision.Accept : new MessageDecision { Body = "…" }));
/// </code>
/// </example>
public sealed record MessageDecision : Decision
{
    /// <summary>It is added or changed as it is.</summary>
    public static MessageDecision Accept { get; } = new();

    /// <summary>It does not happen; whoever began it gets an error.</summary>
    public static MessageDecision Refuse { get; } = new() { IsRefused = true };

    /// <summary>Another text.</summary>
    public string? Body { get; init; }

    /// <summary>Another author.</summary>
    public string? Author { get; init; }

    /// <summary>Other attributes, JSON text.</summary>
    public string? Attributes { get; init; }

    internal override IEnumerable<(string Name, string? Value)> Changes => [("body", Body), ("author", Author), ("attributes", Attributes)];
}
