using Newtonsoft.Json;

namespace TwilioConversations.Cli;

/// <summary>A field of a response, by the service's own name, and its text; null if it has no value.</summary>
internal sealed record Column<T>(string Name, Func<T, string?> Read)
{
    public string? Value(T item)
    {
        try
        {
            return Read(item);
        }
        // One odd field is no reason to lose the others.
        catch (FieldUnavailableException)
        {
            return null;
        }
    }
}

internal static class Column
{
    /// <summary>Returns a value as text: a single value as the service writes it, anything else as JSON.</summary>
    public static string? Text(object? value) =>
        value is null or string || value.GetType().IsValueType ? WireText.Of(value) : JsonConvert.SerializeObject(value);
}
