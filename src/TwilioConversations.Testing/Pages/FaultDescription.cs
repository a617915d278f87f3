using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>A fault as JSON: its <c>kind</c>, the arguments of that kind, and which requests it is for.</summary>
internal static class FaultDescription
{
    private const string Kinds = "TooManyRequests, Error, Html, TruncatedBody, DroppedConnection, ResponseLost, EmptyResponse, SpuriousNotFound or Latency";

    private static readonly string[] Names = ["kind", "times", "every", "method", "operation", "retryAfter", "status", "code", "message", "milliseconds"];

    /// <exception cref="FormatException">It is not the description of a fault; the message says what is wrong.</exception>
    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    public static void Inject(JObject json, ConversationsEmulator emulator)
    {
        if (json.Properties().FirstOrDefault(property => !Names.Contains(property.Name)) is { } unknown)
        {
            throw new FormatException($"A fault has no {unknown.Name}. It has {string.Join(", ", Names)}.");
        }

        var (method, operation) = ((string?)json["method"], (string?)json["operation"]);
        if (operation is not null && !OpenApiDocument.Instance.Routes.Any(route => route.Has(operation)))
        {
            throw new FormatException($"There is no operation {operation}.");
        }

        emulator.InjectFault(Read(json), json["times"]?.Type == JTokenType.Null ? null : (int?)json["times"] ?? 1, (int?)json["every"] ?? 1,
            request => (method ?? request.Method) == request.Method && (operation ?? request.Operation) == request.Operation);
    }

    private static EmulatorFault Read(JObject json) => (string?)json["kind"] switch
    {
        nameof(EmulatorFault.TooManyRequests) => EmulatorFault.TooManyRequests((double?)json["retryAfter"] is { } seconds ? TimeSpan.FromSeconds(seconds) : null),
        nameof(EmulatorFault.Error) => EmulatorFault.Error(Needed(json, "status"), (int?)json["code"] ?? 20500, (string?)json["message"] ?? "An injected error"),
        nameof(EmulatorFault.Html) => EmulatorFault.Html(Needed(json, "status")),
        nameof(EmulatorFault.TruncatedBody) => EmulatorFault.TruncatedBody,
        nameof(EmulatorFault.DroppedConnection) => EmulatorFault.DroppedConnection,
        nameof(EmulatorFault.ResponseLost) => EmulatorFault.ResponseLost,
        nameof(EmulatorFault.EmptyResponse) => EmulatorFault.EmptyResponse,
        nameof(EmulatorFault.SpuriousNotFound) => EmulatorFault.SpuriousNotFound,
        nameof(EmulatorFault.Latency) => EmulatorFault.Latency(TimeSpan.FromMilliseconds(Needed(json, "milliseconds"))),
        null => throw new FormatException($"A fault needs a kind: {Kinds}."),
        var kind => throw new FormatException($"The kind of a fault is {Kinds}, not {kind}."),
    };

    private static int Needed(JObject json, string name) => (int?)json[name] ?? throw new FormatException($"This fault needs {name}.");
}
