using Newtonsoft.Json;

namespace TwilioConversations.Cli;

/// <summary>A field of a response, by the service's own name, and its text; null where it has no value.</summary>
internal sealed record Column<T>(string Name, Func<T, string?> Value);

internal static class Column
{
    /// <summary>A value as text: a single value as the service writes it, anything else as JSON.</summary>
    public static string? Text(object? value) => value is null or string or RawJson || value.GetType().IsValueType ? WireText.Of(value) : JsonConvert.SerializeObject(value);
}
