using System.Text;
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

    private static readonly string KnownText = File.ReadAllText(Fixture("known-differences.json"));

    /// <summary>The number of known differences.</summary>
    public static readonly int KnownDifferences = ((JsonArray)JsonNode.Parse(KnownText)!).Count;

    /// <summary>The output if nothing else differs.</summary>
    public static readonly string NoDrift = $"No drift; {KnownDifferences} known differences.\n";

    /// <summary>A document of ours about participants, which stays as it is when ours changes.</summary>
    public static readonly string Ours = File.ReadAllText(Fixture("ours.yaml"));

    public Drift()
    {
        File.WriteAllText(Document, Ours);
        File.WriteAllText(Known, KnownText);
    }

    public static string ServiceList { get; } = List.Replace("/paths/~1v1~1", "/paths/~1v1~1Services~1{ChatServiceSid}~1", StringComparison.Ordinal);

    public static string CreateServiceForm { get; } = CreateForm.Replace("/paths/~1v1~1", "/paths/~1v1~1Services~1{ChatServiceSid}~1", StringComparison.Ordinal);

    public static string UpstreamSpec { get; } = File.ReadAllText(Fixture("upstream.json"));

    public string Folder { get; } = Directory.CreateTempSubdirectory("drift-").FullName;

    public string Document => Path.Combine(Folder, "ours.yaml");

    public string Known => Path.Combine(Folder, "known-differences.json");

    public static string Fixture(string name) => Repository.PathOf($"tests/TwilioConversations.Repository.Tests/Fixtures/{name}");

    /// <summary>Our document, but for the lines that were added or taken away.</summary>
    public string Difference() => Difference(Ours, File.ReadAllText(Document));

    /// <summary>The entries that the list of known differences gained.</summary>
    public string NewKnown() => Difference(KnownText, File.ReadAllText(Known));

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
        var given = arguments.Contains("--known") ? arguments : ["--known", Known, .. arguments];
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

    /// <summary>The lines that differ, each with a sign before it.</summary>
    public static string Difference(string before, string after)
    {
        var text = new StringBuilder();
        var old = new Queue<string>(before.TrimEnd('\n').Split('\n'));
        var left = new Queue<string>(after.TrimEnd('\n').Split('\n'));
        while (left.TryDequeue(out var line))
        {
            if (old.TryPeek(out var expected) && expected == line)
            {
                old.Dequeue();
                continue;
            }

            // Of a line that changed, the key stays.
            if (expected is not null && expected.Split(':')[0] == line.Split(':')[0] && line.Split(':').Length > 1 && line.Trim().Length > 0 && expected.Trim().Length > 0)
            {
                text.Append(null, $"- {old.Dequeue()}\n");
            }

            text.Append(null, $"+ {line}\n");
        }

        return text.ToString();
    }

    public static void AddFilter(JsonObject root, string operation, string parameter) => ((JsonArray)At(root, operation)["parameters"]!).Add(Node(parameter));

    public static void AddToBothForms(JsonObject root, string name, string schema)
    {
        At(root, CreateForm + "/properties")[name] = Node(schema);
        At(root, CreateServiceForm + "/properties")[name] = Node(schema);
    }

    public static JsonNode Node(string json) => JsonNode.Parse(json)!;

    public static JsonObject At(JsonObject root, string pointer) => pointer[1..].Split('/').Aggregate(
        root, (node, name) => (JsonObject)node[name.Replace("~1", "/", StringComparison.Ordinal)]!);
}
