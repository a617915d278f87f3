using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;

namespace TwilioConversations;

/// <summary>A map of a model: cannot be changed, and is equal to another with the same names and values in any order.</summary>
internal sealed class ValueMap(IDictionary<string, string> entries) : ReadOnlyDictionary<string, string>(entries)
{
    public static ValueMap None { get; } = new(new Dictionary<string, string>());

    /// <summary>The same entries as a map that is equal by value; a copy where the caller could change them.</summary>
    [return: NotNullIfNotNull(nameof(entries))]
    public static ValueMap? Of(IReadOnlyDictionary<string, string>? entries) =>
        entries is null ? null : entries as ValueMap ?? new(entries.ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal));

    public override bool Equals(object? obj) =>
        obj is ValueMap other && Count == other.Count && this.All(entry => other.TryGetValue(entry.Key, out var value) && value == entry.Value);

    public override int GetHashCode() => Keys.Aggregate(Count, static (hash, name) => hash ^ StringComparer.Ordinal.GetHashCode(name));
}
