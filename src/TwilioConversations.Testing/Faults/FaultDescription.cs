using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>A fault as JSON: its <c>kind</c>, the arguments of that kind, and which requests it is for.</summary>
internal static class FaultDescription
{
    private const string Kinds =
        "TooManyRequests, Error, Html, Respond, TruncatedBody, DroppedConnection, ResponseLost, EmptyResponse, SpuriousNotFound or Latency";

    private static readonly string[] Names =
    [
        "kind", "times", "every", "probability", "method", "operation", "retryAfter", "status", "code", "message", "body", "contentType", "milliseconds",
        "maximumMilliseconds",
    ];

    private static readonly string[] Methods = ["GET", "POST", "DELETE", "PUT", "PATCH", "HEAD", "OPTIONS"];

    /// <exception cref="FormatException">It is not the description of a fault; the message has the reason.</exception>
    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    public static void Inject(JObject json, ConversationsEmulator emulator)
    {
        if (json.Properties().FirstOrDefault(property => !Names.Contains(property.Name)) is { } unknown)
        {
            throw new FormatException($"A fault has no {unknown.Name}. It has {string.Join(", ", Names)}.");
        }

        var (method, operation) = (((string?)json["method"])?.ToUpperInvariant(), (string?)json["operation"]);
        if (method is not null && !Methods.Contains(method))
        {
            throw new FormatException($"There is no method {method}.");
        }

        if (operation is not null && !MediaRequest.Operations.Contains(operation) && !OpenApiDocument.Instance.Routes.Any(route => route.Has(operation)))
        {
            throw new FormatException($"There is no operation {operation}.");
        }

        var times = json["times"] is { Type: JTokenType.Null } ? (int?)null : (int?)json["times"] ?? 1;
        emulator.AddFault(Read(json), times, (int?)json["every"] ?? 1,
            request => (method ?? request.Method) == request.Method && (operation ?? request.Operation) == request.Operation,
            (double?)json["probability"] ?? 1, method, operation);
    }

    public static JObject Write(FaultPlan plan)
    {
        var json = new JObject { ["id"] = plan.Id, ["kind"] = plan.Fault.Kind };
        foreach (var (name, value) in plan.Fault.Arguments)
        {
            json[name] = value;
        }

        foreach (var (name, value) in new[] { ("method", plan.Method), ("operation", plan.Operation) })
        {
            if (value is not null)
            {
                json[name] = value;
            }
        }

        (json["times"], json["every"], json["probability"], json["used"]) = (plan.Times, plan.Every, plan.Probability, plan.Used);
        return json;
    }

    private static EmulatorFault Read(JObject json) => (string?)json["kind"] switch
    {
        nameof(EmulatorFault.TooManyRequests) =>
            EmulatorFault.TooManyRequests((double?)json["retryAfter"] is { } seconds ? TimeSpan.FromSeconds(seconds) : null),
        nameof(EmulatorFault.Error) =>
            EmulatorFault.Error(Needed(json, "status"), (int?)json["code"] ?? 20500, (string?)json["message"] ?? "An injected error"),
        nameof(EmulatorFault.Html) => EmulatorFault.Html(Needed(json, "status")),
        nameof(EmulatorFault.Respond) =>
            EmulatorFault.Respond(Needed(json, "status"), TextOf(json["body"]), (string?)json["contentType"] ?? "application/json"),
        nameof(EmulatorFault.TruncatedBody) => EmulatorFault.TruncatedBody,
        nameof(EmulatorFault.DroppedConnection) => EmulatorFault.DroppedConnection,
        nameof(EmulatorFault.ResponseLost) => EmulatorFault.ResponseLost,
        nameof(EmulatorFault.EmptyResponse) => EmulatorFault.EmptyResponse,
        nameof(EmulatorFault.SpuriousNotFound) => EmulatorFault.SpuriousNotFound,
        nameof(EmulatorFault.Latency) => EmulatorFault.Latency(
            TimeSpan.FromMilliseconds(Needed(json, "milliseconds")),
            TimeSpan.FromMilliseconds((int?)json["maximumMilliseconds"] ?? Needed(json, "milliseconds"))),
        null => throw new FormatException($"A fault needs a kind: {Kinds}."),
        var kind => throw new FormatException($"The kind of a fault is {Kinds}, not {kind}."),
    };

    private static int Needed(JObject json, string name) => (int?)json[name] ?? throw new FormatException($"This fault needs {name}.");

    // A body is text, or JSON as it is to be sent.
    private static string TextOf(JToken? body) => body switch
    {
        null => "",
        JValue { Type: JTokenType.String } text => (string)text!,
        _ => body.ToString(Newtonsoft.Json.Formatting.None),
    };
}
