using System.Text.Json.Nodes;
using SpecDrift;

namespace TwilioConversations.Tests.Infra;

/// <summary>Runs SpecDrift on a document and an upstream edition in a folder of their own; gone with the test.</summary>
internal sealed class Drift : IDisposable
{
    public const string Create = "/paths/~1v1~1Conversations~1{ConversationSid}~1Participants/post";
    public const string CreateForm = Create + "/requestBody/content/application~1x-www-form-urlencoded/schema";
    public const string List = "/paths/~1v1~1Conversations~1{ConversationSid}~1Participants/get";
    public const string Model = "/components/schemas/conversations.v1.conversation.conversation_participant";
    public const string ServiceModel = "/components/schemas/conversations.v1.service.service_conversation.service_conversation_participant";
    public const string WebhookEnum = "/components/schemas/conversation_participant_enum_webhook_enabled_type";

    /// <summary>How many differences are known.</summary>
    public static readonly int KnownDifferences = ((JsonArray)JsonNode.Parse(File.ReadAllText(Repository.PathOf("openapi/known-differences.json")))!).Count;

    /// <summary>What is printed where nothing else differs.</summary>
    public static readonly string NoDrift = $"No drift; {KnownDifferences} known differences.\n";

    private static readonly string Ours = File.ReadAllText(Repository.PathOf(Repository.Document));

    public Drift() => File.WriteAllText(Document, Ours);

    public static string CreateServiceForm { get; } = CreateForm.Replace("/paths/~1v1~1", "/paths/~1v1~1Services~1{ChatServiceSid}~1", StringComparison.Ordinal);

    public static string UpstreamSpec { get; } = File.ReadAllText(Repository.PathOf("tests/TwilioConversations.Repository.Tests/Fixtures/upstream.json"));

    public string Folder { get; } = Directory.CreateTempSubdirectory("drift-").FullName;

    public string Document => Path.Combine(Folder, "ours.yaml");

    public async Task<(int ExitCode, string Output)> RunAsync(string upstream, params string[] arguments)
    {
        var file = Path.Combine(Folder, "upstream");
        await File.WriteAllTextAsync(file, upstream);
        return await RunOnAsync(file, arguments);
    }

    public async Task<(int ExitCode, string Output)> RunOnAsync(string upstream, params string[] arguments)
    {
        var output = new StringWriter();
        var errors = new StringWriter();
        var known = Repository.PathOf("openapi/known-differences.json");
        var given = arguments.Contains("--known") ? arguments : ["--known", known, .. arguments];
        var exitCode = await DriftCommand.RunAsync(["--upstream", upstream, "--document", Document, .. given], output, errors);
        return (exitCode, output.ToString() + errors);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public static string Changed(params Action<JsonObject>[] changes)
    {
        var root = (JsonObject)JsonNode.Parse(UpstreamSpec)!;
        foreach (var change in changes)
        {
            change(root);
        }

        return root.ToJsonString();
    }

    /// <summary>Gives the enum of the header X-Twilio-Webhook-Enabled, which upstream has once for each resource and scope, other values.</summary>
    public static void SetWebhookEnums(JsonObject root, string values)
    {
        foreach (var (_, schema) in At(root, "/components/schemas").Where(schema => schema.Key.EndsWith("_enum_webhook_enabled_type", StringComparison.Ordinal)))
        {
            schema!["enum"] = Node(values);
        }
    }

    public static JsonNode Node(string json) => JsonNode.Parse(json)!;

    public static JsonObject At(JsonObject root, string pointer) => pointer[1..].Split('/').Aggregate(
        root, (node, name) => (JsonObject)node[name.Replace("~1", "/", StringComparison.Ordinal)]!);
}
