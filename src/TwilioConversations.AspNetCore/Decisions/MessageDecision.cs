namespace TwilioConversations.AspNetCore;

/// <summary>Whether a message may be added or updated, and with which changes. A property that stays null changes nothing.</summary>
/// <example>
/// <code>
/// hooks.OnMessageAdd((message, context) => Task.FromResult(IsClean(message.Body) ? MessageDecision.Accept : new MessageDecision { Body = "…" }));
/// </code>
/// </example>
public sealed record MessageDecision : Decision
{
    /// <summary>It happens unchanged.</summary>
    public static MessageDecision Accept { get; } = new();

    /// <summary>It does not happen, and whoever began it gets an error.</summary>
    public static MessageDecision Refuse { get; } = new() { IsRefused = true };

    /// <summary>Another body.</summary>
    public string? Body { get; init; }

    /// <summary>Another author.</summary>
    public string? Author { get; init; }

    /// <summary>Other attributes, as JSON text.</summary>
    public string? Attributes { get; init; }

    internal override IEnumerable<(string Name, string? Value)> Changes => [("body", Body), ("author", Author), ("attributes", Attributes)];
}
