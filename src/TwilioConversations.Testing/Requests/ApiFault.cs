using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>An error response of the service.</summary>
internal sealed class ApiFault(int status, int code, string message, (string Name, string Value)? header = null) : Exception(message)
{
    /// <summary>The code for an invalid parameter that has no code of its own.</summary>
    public const int InvalidCode = 20001;

    private const string Version = "/v1";

    // Clients such as wget send credentials only to a server that asks for them.
    public static ApiFault Unauthorized => new(401, 20003, "Authenticate", ("WWW-Authenticate", "Basic realm=\"Twilio API\""));

    /// <summary>Nothing exists at a path. The message names the path without the API version.</summary>
    public static ApiFault NotFound(string path) =>
        new(404, 20404, $"The requested resource {(path.StartsWith(Version, StringComparison.Ordinal) ? path[Version.Length..] : path)} was not found");

    public static ApiFault MethodNotAllowed(string method, string allowed) => new(405, 20004, $"Method {method} is not allowed here", ("Allow", allowed));

    /// <summary>An invalid parameter.</summary>
    public static ApiFault Invalid(string message) => new(400, InvalidCode, message);

    public ApiResponse ToResponse()
    {
        var body = new JObject
        {
            ["code"] = code,
            ["message"] = Message,
            ["more_info"] = $"https://www.twilio.com/docs/errors/{code}",
            ["status"] = status,
        };
        return ApiResponse.OfText(status, body.ToString(Formatting.None)) with { Headers = header is null ? [] : [header.Value] };
    }
}
