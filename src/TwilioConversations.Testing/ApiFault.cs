using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>What the service answers, before it is put on the wire.</summary>
internal sealed record ApiAnswer(int Status, string? Body, string ContentType = "application/json; charset=utf-8", string? RetryAfter = null);

/// <summary>An error as the service answers it.</summary>
internal sealed class ApiFault(int status, int code, string message) : Exception(message)
{
    public static ApiFault Unauthorized => new(401, 20003, "Authenticate");

    public static ApiFault NotFound(string what) => new(404, 20404, $"The requested resource {what} was not found");

    /// <summary>A parameter that is not what it has to be.</summary>
    public static ApiFault Invalid(string message) => new(400, 20001, message);

    public ApiAnswer ToAnswer()
    {
        var body = new JObject
        {
            ["code"] = code,
            ["message"] = Message,
            ["more_info"] = $"https://www.twilio.com/docs/errors/{code}",
            ["status"] = status,
        };
        return new ApiAnswer(status, body.ToString(Formatting.None));
    }
}
