using System.Text.Json.Nodes;

namespace TwilioConversations.Tests;

/// <summary>Something that the library or the emulator assumes of the service, and the requests that check it.</summary>
/// <param name="Name">The assumption.</param>
/// <param name="Check">Sends the requests, and throws a <see cref="DifferenceException"/> if something else comes.</param>
internal sealed record Assumption(string Name, Func<Scene, Task> Check)
{
    /// <summary>The error code that is assumed; null for anything else.</summary>
    public int? Code { get; init; }

    /// <summary>The reason why the real service cannot be used to check it; null if it can.</summary>
    public string? OnlyEmulated { get; init; }

    /// <summary>The last request gets an error with a status and a code, after all others succeeded.</summary>
    public static Assumption Rejected(int status, int code, string name, params string[] requests) => new($"{name}: {status} with {code}", async scene =>
    {
        for (var i = 0; i < requests.Length - 1; i++)
        {
            await scene.SucceedAsync(requests[i]);
        }

        var reply = await scene.SendAsync(requests[^1]);
        DifferenceException.ThrowIfNot((reply.Status, reply.Code) == (status, code), reply.ToString());
    })
    {
        Code = code,
    };

    /// <summary>All requests succeed, and the last response has these fields.</summary>
    /// <param name="name">The assumption.</param>
    /// <param name="fields">
    /// A JSON object: for each path of a field its value, <c>(absent)</c>, or a regular expression after <c>~</c>. <c>(status)</c> is the status.
    /// </param>
    /// <param name="requests">The requests.</param>
    public static Assumption Shows(string name, string fields, params string[] requests) => new(name, async scene =>
    {
        ServiceResponse reply = null!;
        foreach (var request in requests)
        {
            reply = await scene.SucceedAsync(request);
        }

        foreach (var (path, expected) in JsonNode.Parse(fields)!.AsObject())
        {
            var (isThere, actual) = reply.Field(path);
            var isRight = expected is System.Text.Json.Nodes.JsonValue value && value.TryGetValue<string>(out var text) && text is "(absent)" or ['~', ..]
                ? text == "(absent)" ? !isThere : System.Text.RegularExpressions.Regex.IsMatch($"{actual}", text[1..])
                : isThere && expected?.ToJsonString() == actual?.ToJsonString();
            DifferenceException.ThrowIfNot(isRight, $"{path} {(isThere ? actual?.ToJsonString() ?? "null" : "(absent)")}");
        }
    });

    public override string ToString() => Name;
}

/// <summary>The service did something else than was assumed.</summary>
/// <param name="came">The actual behavior.</param>
internal sealed class DifferenceException(string came) : Exception(came)
{
    public static void ThrowIfNot(bool isAsAssumed, string came)
    {
        if (!isAsAssumed)
        {
            throw new DifferenceException(came);
        }
    }
}
