namespace TwilioConversations.AspNetCore;

/// <summary>A decision on an action that is about to happen.</summary>
public abstract record Decision
{
    private protected Decision()
    {
    }

    internal bool IsRejected { get; private protected init; }

    /// <summary>The changes, by the service's names; a null value changes nothing.</summary>
    internal virtual IEnumerable<(string Name, string? Value)> Changes => [];

    /// <summary>Returns the kind of decision, without personal data.</summary>
    public sealed override string ToString() => IsRejected ? "rejected" : Changes.Any(change => change.Value is not null) ? "changed" : "accepted";
}
