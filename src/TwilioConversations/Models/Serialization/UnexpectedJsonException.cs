using Newtonsoft.Json;

namespace TwilioConversations;

/// <summary>JSON of another shape than the OpenAPI document promises. The message has the problem and the position, never the content.</summary>
internal sealed class UnexpectedJsonException(string problem, JsonReader reader) : JsonException($"{problem}{Place(reader)}")
{
    private static string Place(JsonReader reader) =>
        reader is IJsonLineInfo place && place.HasLineInfo() ? $" (line {place.LineNumber}, position {place.LinePosition})" : "";
}
