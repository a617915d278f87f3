using System.Collections;
using Newtonsoft.Json;

namespace TwilioConversations.Cli;

/// <summary>A field of a response, by the service's own name, and its text; null if it has no value.</summary>
internal sealed record Column<T>(string Name, Func<T, string?> Value);

internal static class Column
{
    /// <summary>Returns a value as text: a single value as the service writes it, anything else as JSON.</summary>
    public static string? Text(object? value) => value switch
    {
        null or string or RawJson => WireText.Of(value),
        _ when value.GetType().IsValueType => WireText.Of(value),
        // Such as the permissions of a role, which are text on the wire.
        IEnumerable list and not IEnumerable<KeyValuePair<string, string>> when list.Cast<object?>().All(IsSingle) =>
            JsonConvert.SerializeObject(list.Cast<object?>().Select(item => WireText.Of(item))),
        _ => JsonConvert.SerializeObject(value),
    };

    private static bool IsSingle(object? item) => item is string || item?.GetType().IsValueType == true;
}
