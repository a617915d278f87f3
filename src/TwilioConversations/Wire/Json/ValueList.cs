using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;

namespace TwilioConversations;

/// <summary>A list of a model: cannot be changed, and is equal to another with equal items in the same order.</summary>
internal sealed class ValueList<T>(IList<T> items) : ReadOnlyCollection<T>(items)
{
    public static ValueList<T> None { get; } = new([]);

    public override bool Equals(object? obj) => obj is ValueList<T> other && this.SequenceEqual(other);

    public override int GetHashCode() => this.Aggregate(Count, static (hash, item) => unchecked((hash * 31) + (item?.GetHashCode() ?? 0)));
}

internal static class ValueList
{
    /// <summary>The same items as a list that is equal by value; a copy where the caller could change them.</summary>
    [return: NotNullIfNotNull(nameof(items))]
    public static ValueList<T>? Of<T>(IReadOnlyList<T>? items) => items is null ? null : items as ValueList<T> ?? new([.. items]);
}
