using Newtonsoft.Json;

namespace TwilioConversations;

/// <summary>JSON of another shape than the document promises: says what and where, and nothing of the content.</summary>
internal sealed class UnexpectedJsonException(string what, JsonReader reader) : JsonException($"{what}{Place(reader)}")
{
    private static string Place(JsonReader reader) =>
        reader is IJsonLineInfo place && place.HasLineInfo() ? $" (line {place.LineNumber}, position {place.LinePosition})" : "";
}
