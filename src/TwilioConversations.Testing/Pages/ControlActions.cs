using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>The addresses under <c>/_emulator</c> that change the emulator, and the settings that they change. Each takes and returns JSON.</summary>
internal sealed class ControlActions(ConversationsEmulator emulator)
{
    private static readonly string[] Statuses = ["sent", "delivered", "read", "failed", "undelivered"];
    private static readonly string[] BindingTypes = ["apn", "gcm", "fcm", "twilsock"];

    /// <returns>The response; null if there is no such address.</returns>
    /// <exception cref="FormatException">The body is not what the address takes; so do ArgumentException and others say.</exception>
    public async Task<ApiResponse?> RespondAsync(string method, string path, byte[] body) => (method, path.Split('/')[1..]) switch
    {
        ("GET", ["faults"]) => Faults(),
        ("POST", ["faults"]) => AddFault(body),
        ("DELETE", ["faults"]) => Done(emulator.Faults.Clear),
        ("DELETE", ["faults", var id]) => emulator.RemoveFault(id) ? new ApiResponse(204) : null,
        ("GET", ["clock"]) => Clock(),
        ("POST", ["clock"]) => Advance(ControlPages.Read(body)),
        ("GET", ["settings"]) => Settings(),
        ("POST", ["settings"]) => Change(Fields(body, "strictPageSize", "initializingTime")),
        ("POST", ["messages"]) => await WriteAsync(Fields(body, "source", "from", "to", "conversation", "serviceSid", "body", "mediaSid")),
        ("POST", ["deliveries"]) => Deliver(Fields(body, "receiptSid", "status", "errorCode")),
        ("POST", ["bindings"]) => Bind(Fields(body, "identity", "type", "serviceSid")),
        ("GET", ["snapshots"]) => ControlPages.Json(new JArray(emulator.Snapshots)),
        ("PUT", ["snapshots", var name]) => Done(() => emulator.SaveSnapshot(name)),
        ("POST", ["snapshots", var name, "restore"]) => emulator.Snapshots.Contains(name) ? Done(() => emulator.RestoreSnapshot(name)) : null,
        ("DELETE", ["snapshots", var name]) => emulator.DeleteSnapshot(name) ? new ApiResponse(204) : null,
        ("PUT", ["state"]) => Done(() => emulator.Change(() => emulator.Api.ReadState(ControlPages.Read(body)))),
        ("POST", ["reset"]) => Done(emulator.Reset),
        _ => null,
    };

    private ApiResponse Faults() => ControlPages.Json(new JArray(emulator.Faults.Plans.Select(FaultDescription.Write)));

    private ApiResponse AddFault(byte[] body)
    {
        FaultDescription.Inject(ControlPages.Read(body), emulator);
        return Faults();
    }

    private ApiResponse Clock() => ControlPages.Json(new JObject { ["now"] = FieldRule.ToText(emulator.Now) });

    private ApiResponse Advance(JObject body)
    {
        emulator.AdvanceTime(Duration(body, "advance") ?? throw new FormatException("""Say how far, as an ISO 8601 duration: {"advance":"PT10M"}."""));
        return Clock();
    }

    private ApiResponse Settings() => ControlPages.Json(new JObject
    {
        ["accountSid"] = emulator.Account.Sid,
        ["authToken"] = emulator.Account.AuthToken,
        ["strictPageSize"] = emulator.StrictPageSize,
        ["initializingTime"] = System.Xml.XmlConvert.ToString(emulator.InitializingTime),
    });

    private ApiResponse Change(JObject body)
    {
        emulator.InitializingTime = Duration(body, "initializingTime") ?? emulator.InitializingTime;
        emulator.StrictPageSize = (bool?)body["strictPageSize"] ?? emulator.StrictPageSize;
        return Settings();
    }

    private async Task<ApiResponse> WriteAsync(JObject body)
    {
        var (text, media) = ((string?)body["body"], (string?)body["mediaSid"]);
        var message = (string?)body["source"] == "SDK"
            ? await emulator.SendFromSdkAsync(Needed(body, "conversation"), Needed(body, "from"), text, media, (string?)body["serviceSid"])
            : await emulator.ReceiveMessageAsync(Needed(body, "from"), Needed(body, "to"), text, media);
        return message is null ? ControlPages.Json(new JObject { ["message"] = "A webhook rejected the message." }, 403) : ControlPages.Json(new JObject
        {
            ["conversationSid"] = message.ConversationSid,
            ["participantSid"] = message.ParticipantSid,
            ["messageSid"] = message.MessageSid,
            ["openedConversation"] = message.OpenedConversation,
        }, 201);
    }

    private ApiResponse Deliver(JObject body)
    {
        var (receipt, status) = (Needed(body, "receiptSid"), OneOf(Statuses, body, "status"));
        return Done(() => emulator.Change(() => emulator.Api.SetDeliveryStatus(receipt, status, (int?)body["errorCode"] ?? 0)));
    }

    private ApiResponse Bind(JObject body)
    {
        var (identity, type) = (Needed(body, "identity"), OneOf(BindingTypes, body, "type"));
        return ControlPages.Json(
            new JObject { ["sid"] = emulator.Change(() => emulator.Api.AddPushBinding(identity, type, (string?)body["serviceSid"])) }, 201);
    }

    private static ApiResponse Done(Action action)
    {
        action();
        return new ApiResponse(204);
    }

    /// <summary>A JSON object that has no other fields than these.</summary>
    private static JObject Fields(byte[] body, params string[] names)
    {
        var json = ControlPages.Read(body);
        return json.Properties().FirstOrDefault(property => !names.Contains(property.Name)) is { } unknown
            ? throw new FormatException($"There is no field {unknown.Name}. There are {string.Join(", ", names)}.")
            : json;
    }

    private static string OneOf(string[] values, JObject body, string name) =>
        values.Contains(Needed(body, name)) ? (string)body[name]! : throw new FormatException($"{name} must be one of {string.Join(", ", values)}.");

    private static string Needed(JObject body, string name) => (string?)body[name] ?? throw new FormatException($"{name} is required.");

    private static TimeSpan? Duration(JObject body, string name) => body[name] switch
    {
        null => null,
        JValue { Type: JTokenType.String } text => System.Xml.XmlConvert.ToTimeSpan((string)text!),
        _ => throw new FormatException($"{name} must be an ISO 8601 duration such as PT10M."),
    };
}
