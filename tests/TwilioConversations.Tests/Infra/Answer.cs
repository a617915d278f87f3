using System.Net;

namespace TwilioConversations.Tests.Infra;

/// <summary>One response of a stub server.</summary>
internal sealed record Answer(HttpStatusCode Status, string? Body = null, params (string Name, string Value)[] Headers)
{
    public static Answer Ok(string body) => new(HttpStatusCode.OK, body);

    public static Answer NoContent => new(HttpStatusCode.NoContent);
}
