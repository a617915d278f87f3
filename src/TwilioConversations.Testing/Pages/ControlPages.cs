using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>The emulator's own addresses, under <c>/_emulator</c>, for programs in any language and for people.</summary>
internal sealed class ControlPages(ConversationsEmulator emulator)
{
    private const string Root = "/_emulator";
    private const string JsonType = "application/json";

    // Whatever a message contains, the page loads nothing and connects to nothing but the emulator.
    private static readonly (string Name, string Value) PagePolicy = ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'");

    /// <summary>Whether a path is reserved for these addresses, even if there is nothing at it.</summary>
    public static bool Owns(PathString path) => path.StartsWithSegments(Root, StringComparison.Ordinal);

    public ApiResponse Respond(HttpRequest request, byte[] body)
    {
        if (!IsOfThisMachine(request))
        {
            return Problem(403, "These addresses are for programs on this machine, not for pages of other sites.");
        }

        try
        {
            return (request.Method, request.Path.Value![Root.Length..]) switch
            {
                ("GET", "" or "/") => Page(StatusPage.Html(emulator)),
                ("GET", "/live") => Page(StatusPage.Live(emulator)),
                ("GET", "/health") => Health(),
                ("GET", "/requests") => Json(200, JToken.FromObject(emulator.Requests)),
                ("GET", "/webhooks") => Json(200, JToken.FromObject(emulator.WebhookDeliveries)),
                ("GET", "/faults") => Faults(),
                ("POST", "/faults") => AddFault(Read(body)),
                ("DELETE", "/faults") => Done(emulator.Faults.Clear),
                ("GET", "/clock") => Clock(),
                ("POST", "/clock") => Advance(Read(body)),
                ("POST", "/reset") => Done(emulator.Reset),
                _ => Problem(404, $"There is no {request.Method} {request.Path}. See the README of TwilioConversations.Testing for what there is."),
            };
        }
        catch (Exception e) when (e is ArgumentException or FormatException or JsonException or InvalidCastException or OverflowException)
        {
            return Problem(400, e.Message);
        }
    }

    // A page of another site can make a browser send requests here, even under a host name of its own that resolves to this machine.
    private static bool IsOfThisMachine(HttpRequest request) =>
        (request.Host.Host == "localhost" || (IPAddress.TryParse(request.Host.Host, out var address) && IPAddress.IsLoopback(address)))
        && (request.Headers.Origin.Count == 0 || request.Headers.Origin == $"{request.Scheme}://{request.Host}");

    private ApiResponse Health() => emulator.StateError is { } error
        ? Json(503, new JObject { ["status"] = "failing", ["error"] = $"The state cannot be written: {error.Message}" })
        : Json(200, new JObject { ["status"] = "ok", ["requests"] = emulator.RequestCount });

    private ApiResponse Faults() => Json(200, new JArray(emulator.Faults.Plans.Select(plan => new JObject
    {
        ["kind"] = plan.Fault.Kind,
        ["times"] = plan.Times,
        ["every"] = plan.Every,
        ["used"] = plan.Used,
    })));

    private ApiResponse AddFault(JObject body)
    {
        FaultDescription.Inject(body, emulator);
        return Faults();
    }

    private ApiResponse Clock() => Json(200, new JObject { ["now"] = FieldRule.ToText(emulator.Now) });

    private ApiResponse Advance(JObject body)
    {
        emulator.AdvanceTime(body["advance"] is JValue { Type: JTokenType.String } time
            ? System.Xml.XmlConvert.ToTimeSpan((string)time!)
            : throw new FormatException("""Say how far, as an ISO 8601 duration: {"advance":"PT10M"}."""));
        return Clock();
    }

    private static ApiResponse Done(Action action)
    {
        action();
        return new ApiResponse(204, null);
    }

    private static JObject Read(byte[] body)
    {
        using var reader = new JsonTextReader(new StringReader(Encoding.UTF8.GetString(body))) { DateParseHandling = DateParseHandling.None, Culture = CultureInfo.InvariantCulture };
        return JObject.Load(reader);
    }

    private static ApiResponse Page(string html) => new(200, html, ContentType: "text/html; charset=utf-8", Header: PagePolicy);

    private static ApiResponse Problem(int status, string message) => Json(status, new JObject { ["message"] = message });

    private static ApiResponse Json(int status, JToken body) => new(status, body.ToString(Formatting.None), ContentType: JsonType);
}
