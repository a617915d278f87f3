using System.Text.Json.Nodes;

namespace OpenApi;

internal static class Json
{
    public static JsonArray List<T>(IEnumerable<T> items, Func<T, JsonNode?> write) => new([.. items.Select(write)]);

    public static JsonArray List(IEnumerable<string> items) => List(items, item => JsonValue.Create(item));
}
