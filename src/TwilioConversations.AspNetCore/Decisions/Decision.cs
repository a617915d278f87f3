namespace TwilioConversations.AspNetCore;

/// <summary>Whether something that is about to happen may.</summary>
public abstract record Decision
{
    private protected Decision()
    {
    }

    internal bool IsRefused { get; private protected init; }

    /// <summary>What is to be changed, by the names of the service; null values leave a field as it is.</summary>
    internal virtual IEnumerable<(string Name, string? Value)> Changes => [];

    /// <summary>What was decided, and no personal data.</summary>
    public sealed override string ToString() => IsRefused ? "refused" : Changes.Any(change => change.Value is not null) ? "changed" : "accepted";
}
