using System.Net;

namespace TwilioConversations.Tests.Infra;

/// <summary>One response of a stub server.</summary>
internal sealed record StubResponse(HttpStatusCode Status, string? Body = null, params (string Name, string Value)[] Headers)
{
    public static StubResponse Ok(string body) => new(HttpStatusCode.OK, body);

    public static StubResponse NoContent => new(HttpStatusCode.NoContent);
}
