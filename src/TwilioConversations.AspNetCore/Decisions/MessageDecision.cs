namespace TwilioConversations.AspNetCore;

/// <summary>The decision on a new or updated message, and the changes to it. A property that is null changes nothing.</summary>
/// <example>
/// <code>
/// hooks.OnMessageAdding((message, context) => Task.FromResult(IsClean(message.Body) ? MessageDecision.Accept : new MessageDecision { Body = "…" }));
/// </code>
/// </example>
public sealed record MessageDecision : Decision
{
    /// <summary>The action is accepted unchanged.</summary>
    public static MessageDecision Accept { get; } = new();

    /// <summary>The action is rejected, and its initiator receives an error.</summary>
    public static MessageDecision Reject { get; } = new() { IsRejected = true };

    /// <summary>The body to use instead.</summary>
    public string? Body { get; init; }

    /// <summary>The author to use instead.</summary>
    public string? Author { get; init; }

    /// <summary>The attributes to use instead, as JSON text.</summary>
    public string? Attributes { get; init; }

    internal override IEnumerable<(string Name, string? Value)> Changes => [("body", Body), ("author", Author), ("attributes", Attributes)];
}
