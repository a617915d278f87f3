using System.Text.Json;
using Microsoft.Extensions.Primitives;

namespace TwilioConversations.AspNetCore;

/// <summary>Reads a list of addresses in each spelling that the service uses: a repeated field, one text with commas, or a JSON array.</summary>
internal static class AddressList
{
    public static IReadOnlyList<string> Read(StringValues field) =>
        [.. field.SelectMany(value => Split(value ?? "")).Select(address => address.Trim()).Where(address => address.Length > 0)];

    private static string[] Split(string value)
    {
        if (!value.StartsWith('['))
        {
            return value.Split(',');
        }

        try
        {
            using var json = JsonDocument.Parse(value);
            return [.. json.RootElement.EnumerateArray().Select(address =>
                address.ValueKind == JsonValueKind.String ? address.GetString()! : address.GetRawText())];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON after all, so the value itself is what the service sent.
            return [value];
        }
    }
}
