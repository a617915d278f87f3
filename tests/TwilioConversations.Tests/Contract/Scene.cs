using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TwilioConversations.Tests;

/// <summary>The requests of one assumption. They are written as <c>METHOD path form</c>, below the chat service unless the path begins with a slash.</summary>
/// <remarks>
/// <c>{1}</c> is the SID in the first response, <c>{last}</c> that in the latest one, <c>{x}</c> a text that no other assumption has, and <c>{x*9}</c>
/// a text of nine characters. <c>6x</c> before the method repeats the request, with <c>{n}</c> counting from 0.
/// </remarks>
internal sealed partial class Scene(ServiceUnderTest service)
{
    private readonly List<string> _sids = [];
    private readonly string _unique = Guid.NewGuid().ToString("N")[..12];

    public async Task<ServiceResponse> SucceedAsync(string request)
    {
        var reply = await SendAsync(request);
        DifferenceException.ThrowIfNot(reply.Status < 300, $"{reply} to {request.Split(' ')[0]} {request.Split(' ')[1]}");
        _sids.Add((string?)reply.Field("sid").Value ?? "");
        return reply;
    }

    public async Task<ServiceResponse> SendAsync(string request, bool isAnonymous = false)
    {
        var (times, line) = Repeated().Match(request) is { Success: true } repeated
            ? (int.Parse(repeated.Groups[1].ValueSpan, CultureInfo.InvariantCulture), repeated.Groups[2].Value)
            : (1, request);
        ServiceResponse reply = null!;
        for (var n = 0; n < times; n++)
        {
            var parts = line.Split(' ', 3);
            var form = parts.Length < 3 ? [] : parts[2].Split('&').Select(field => field.Split('=', 2)).Select(field => KeyValuePair.Create(field[0], Fill(field[1], n)));
            reply = await service.SendAsync(new HttpMethod(parts[0]), Fill(parts[1], n), form, isAnonymous);
            if (n < times - 1)
            {
                DifferenceException.ThrowIfNot(reply.Status < 300, $"{reply} to request {n + 1} of {times}");
            }
        }

        return reply;
    }

    private string Fill(string text, int n) => Placeholder().Replace(text, place => place.Groups[1].Value switch
    {
        "x" => _unique,
        "n" => n.ToString(CultureInfo.InvariantCulture),
        "last" => _sids[^1],
        ['x', '*', .. var length] => new string('x', int.Parse(length, CultureInfo.InvariantCulture)),
        var number => _sids[int.Parse(number, CultureInfo.InvariantCulture) - 1],
    });

    [GeneratedRegex(@"\A(\d+)x (.*)\z")]
    private static partial Regex Repeated();

    [GeneratedRegex(@"\{(x\*\d+|x|n|last|\d)\}")]
    private static partial Regex Placeholder();
}

/// <summary>A response of the service.</summary>
internal sealed record ServiceResponse(int Status, JsonNode? Json, string? ContentType)
{
    public int? Code => Field("code").Value is System.Text.Json.Nodes.JsonValue code && code.TryGetValue<int>(out var number) ? number : null;

    /// <summary>A field by its path, such as <c>meta.key</c> or <c>messages.0.index</c>.</summary>
    public (bool IsThere, JsonNode? Value) Field(string path)
    {
        if (path is "(status)" or "(content type)")
        {
            return (true, path == "(status)" ? (JsonNode)Status : ContentType);
        }

        var node = Json;
        foreach (var name in path.Split('.'))
        {
            switch (node)
            {
                case JsonObject json when json.TryGetPropertyValue(name, out var value):
                    node = value;
                    break;
                case JsonArray items when int.TryParse(name, CultureInfo.InvariantCulture, out var index) && index < items.Count:
                    node = items[index];
                    break;
                default:
                    return (false, null);
            }
        }

        return (true, node);
    }

    public override string ToString() => Code is null ? $"{Status}" : $"{Status} with {Code}";
}
