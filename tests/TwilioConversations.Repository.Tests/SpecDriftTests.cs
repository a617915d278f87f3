using System.Text.Json.Nodes;
using TwilioConversations.Tests.Infra;
using YamlDotNet.Serialization;
using static TwilioConversations.Tests.Infra.Drift;

namespace TwilioConversations.Tests;

/// <summary>The findings of SpecDrift when the upstream document changes.</summary>
[Parallelizable(ParallelScope.All)]
public class SpecDriftTests
{
    private static IEnumerable<TestCaseData> Changes()
    {
        yield return Case("An_added_form_field", 1, "additive      CreateConversationParticipant, form Nickname: presence (none) -> string",
            root => At(root, CreateForm + "/properties")["Nickname"] = Node("""{"type":"string"}"""));
        yield return Case("An_added_form_field_that_is_required", 2, "breaking      CreateConversationParticipant, form Nickname: presence (none) -> string", root =>
        {
            At(root, CreateForm + "/properties")["Nickname"] = Node("""{"type":"string"}""");
            At(root, CreateForm)["required"] = Node("""["Nickname"]""");
        });
        yield return Case("A_removed_form_field", 2, "breaking      CreateConversationParticipant, form Identity: presence there -> (none)",
            root => At(root, CreateForm + "/properties").Remove("Identity"));
        yield return Case("A_removed_field_of_a_response", 2, "breaking      FetchConversationParticipant, response 200 .identity: presence there -> (none)",
            root => At(root, Model + "/properties").Remove("identity"));
        yield return Case("An_added_field_of_a_response", 1, "additive      ListConversationParticipant, response 200 .participants[].nickname: presence (none) -> date-time",
            root => At(root, Model + "/properties")["nickname"] = Node("""{"type":"string","format":"date-time"}"""));
        yield return Case("A_changed_type", 2, "breaking      FetchConversationParticipant, response 200 .last_read_message_index: type integer -> string",
            root => At(root, Model + "/properties/last_read_message_index")["type"] = "string");
        yield return Case("A_changed_format", 2, "breaking      FetchConversationParticipant, response 200 .date_created: format date-time -> date",
            root => At(root, Model + "/properties/date_created")["format"] = "date");
        yield return Case("A_new_enum_value", 1, "additive      CreateConversationParticipant, header X-Twilio-Webhook-Enabled: enum value (none) -> later",
            root => At(root, WebhookEnum)["enum"] = Node("""["later","true","false"]"""));
        yield return Case("A_removed_enum_value", 2, "breaking      CreateConversationParticipant, header X-Twilio-Webhook-Enabled: enum value false -> (none)",
            root => At(root, WebhookEnum)["enum"] = Node("""["true"]"""));
        yield return Case("A_tightened_limit", 2, "breaking      CreateConversationParticipant, form Identity: maxLength 256 -> 128",
            root => At(root, CreateForm + "/properties/Identity")["maxLength"] = 128);
        yield return Case("A_loosened_limit", 1, "additive      CreateConversationParticipant, form Identity: maxLength 256 -> 512",
            root => At(root, CreateForm + "/properties/Identity")["maxLength"] = 512);
        yield return Case("A_removed_operation", 2, "breaking      CreateConversationParticipant, operation: presence POST /v1/Conversations/{}/Participants -> (none)",
            root => At(root, Create[..^5]).Remove("post"));
        yield return Case("An_added_query_parameter", 1, "additive      ListConversationParticipant, query Order: presence (none) -> string",
            root => ((JsonArray)At(root, List)["parameters"]!).Add(Node("""{"name":"Order","in":"query","schema":{"type":"string","enum":["asc","desc"]}}""")));
        yield return Case("A_changed_status", 2, "breaking      CreateConversationParticipant, response 201: presence there -> (none)", root =>
        {
            var responses = At(root, Create + "/responses");
            var created = responses["201"]!.DeepClone();
            responses.Remove("201");
            responses["200"] = created;
        });
        yield return Case("A_deprecated_operation", 0, "documentation CreateConversationParticipant, operation: deprecated false -> true",
            root => At(root, Create)["deprecated"] = true);
        yield return Case("A_field_that_was_not_null_before", 2, "breaking      ListConversationParticipant, response 200 .meta.key: nullable false -> true",
            root => At(root, List + "/responses/200/content/application~1json/schema/properties/meta/properties/key")["nullable"] = true);
        yield return Case("A_new_verb_under_a_path_of_ours", 1, "additive      PatchConversationParticipant, operation: presence (none) -> PATCH /v1/Conversations/{}/Participants",
            root => At(root, Create[..^5])["patch"] = Node("""{"operationId":"PatchConversationParticipant","responses":{"204":{"description":""} } }"""));
        yield return Case("A_new_operation_below_a_path_of_ours", 1, "additive      FetchBadge, operation: presence (none) -> GET /v1/Conversations/{}/Participants/{}/Badges/{}",
            root => At(root, "/paths")["/v1/Conversations/{ConversationSid}/Participants/{ParticipantSid}/Badges/{Sid}"] = Node("""{"get":{"operationId":"FetchBadge","responses":{"204":{"description":""} } } }"""));
        yield return Case("A_changed_server", 2, "breaking      CreateConversationParticipant, operation: server https://conversations.twilio.com -> https://eu.example",
            root => root["servers"] = Node("""[{"url":"https://{region}.example","variables":{"region":{"default":"eu"} } }]"""));
        yield return Case("A_changed_server_of_one_path", 2, "breaking      CreateConversationParticipant, operation: server https://conversations.twilio.com -> https://other.example",
            root => At(root, Create[..^5])["servers"] = Node("""[{"url":"https://other.example"}]"""));
        yield return Case("An_added_server", 1, "additive      CreateConversationParticipant, operation: server https://conversations.twilio.com -> https://conversations.twilio.com, https://other.example",
            root => At(root, Create)["servers"] = Node("""[{"url":"https://other.example"},{"url":"https://conversations.twilio.com/"}]"""));
        yield return Case("Removed_security", 2, "breaking      CreateConversationParticipant, operation: security http basic -> none", root => At(root, Create)["security"] = Node("[]"));
        yield return Case("Removed_security_of_the_whole", 2, "breaking      CreateConversationParticipant, operation: security http basic -> none", root =>
        {
            root.Remove("security");
            At(root, Create).Remove("security");
        });
        yield return Case("A_changed_security_scheme", 2, "breaking      CreateConversationParticipant, operation: security http basic -> http bearer",
            root => At(root, "/components/securitySchemes/accountSid_authToken")["scheme"] = "bearer");
        yield return Case("Another_kind_of_credentials", 1, "additive      CreateConversationParticipant, operation: security http basic -> apiKey header X-Key, http basic", root =>
        {
            At(root, "/components/securitySchemes")["key"] = Node("""{"type":"apiKey","in":"header","name":"X-Key"}""");
            ((JsonArray)At(root, Create)["security"]!).Add(Node("""{"key":[]}"""));
        });
        yield return Case("A_changed_pattern_of_a_SID_in_a_response", 2, "breaking      FetchConversationParticipant, response 200 .sid: pattern ^MB[0-9a-fA-F]{32}$ -> ^MC[0-9a-fA-F]{32}$",
            root => At(root, Model + "/properties/sid")["pattern"] = "^MC[0-9a-fA-F]{32}$");
        yield return Case("A_longer_SID_in_a_response", 2, "breaking      FetchConversationParticipant, response 200 .sid: maxLength 34 -> 64",
            root => At(root, Model + "/properties/sid")["maxLength"] = 64);
        yield return Case("A_field_that_goes_away_in_the_scope_of_a_service", 2, "breaking      FetchServiceConversationParticipant, response 200 .chat_service_sid: presence there -> (none)",
            root => At(root, ServiceModel + "/properties").Remove("chat_service_sid"));
        yield return Case("An_enum_that_a_response_gains", 0, "documentation FetchConversationParticipant, response 200 .last_read_timestamp: enum (none) -> never, today",
            root => At(root, Model + "/properties/last_read_timestamp")["enum"] = Node("""["never","today"]"""));
        yield return Case("An_enum_that_a_form_gains", 2, "breaking      CreateConversationParticipant, form Identity: enum (none) -> alice, bob",
            root => At(root, CreateForm + "/properties/Identity")["enum"] = Node("""["alice","bob"]"""));
    }

    [TestCaseSource(nameof(Changes))]
    public async Task A_change_is_found(int exitCode, string finding, Action<JsonObject> change)
    {
        using var drift = new Drift();
        var result = await drift.RunAsync(Changed(change));
        Assert.Multiple(() =>
        {
            Assert.That(result.Output.Split('\n'), Does.Contain(finding));
            Assert.That(result.ExitCode, Is.EqualTo(exitCode), result.Output);
        });
    }

    [Test]
    public async Task The_upstream_edition_that_the_document_follows_has_no_drift()
    {
        using var drift = new Drift();
        Assert.That(await drift.RunAsync(UpstreamSpec), Is.EqualTo((0, NoDrift)));
    }

    [TestCase("3.0.3")]
    [TestCase("3.1.1")]
    public async Task Other_names_and_another_order_are_not_drift(string version)
    {
        var renamed = UpstreamSpec.Replace("conversations.v1.conversation.conversation_participant", "a.b", StringComparison.Ordinal).Replace("{ConversationSid}", "{Conversation}", StringComparison.Ordinal)
            .Replace("\"name\": \"ConversationSid\"", "\"name\": \"Conversation\"", StringComparison.Ordinal);
        var root = (JsonObject)Reversed(JsonNode.Parse(renamed)!);
        root["openapi"] = version;
        if (version == "3.1.1")
        {
            TakeNullableAsAType(root);
        }

        using var drift = new Drift();
        Assert.That(await drift.RunAsync(root.ToJsonString()), Is.EqualTo((0, NoDrift)));
    }

    [Test]
    public async Task An_operation_that_upstream_adds_anywhere_is_drift_and_untracked()
    {
        using var drift = new Drift();
        Assert.That((await drift.RunAsync(UpstreamSpec, "--list-untracked")).Output, Is.EqualTo("10 of 10 operations covered, nothing untracked\n"));
        var changed = Changed(root => At(root, "/paths")["/v1/Other/{Sid}"] = Node("""{"get":{"operationId":"FetchOther","summary":"Another.","responses":{"200":{"description":""} } } }"""));
        var (exitCode, output) = await drift.RunAsync(changed);
        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(output, Does.StartWith("additive      FetchOther, operation: presence (none) -> GET /v1/Other/{}\n"));
        Assert.That((await drift.RunAsync(changed, "--list-untracked")).Output, Does.StartWith("FetchOther ").And.EndsWith(" Another.\n10 of 11 operations covered, 1 untracked\n"));
    }

    [Test]
    public async Task Another_order_of_path_parameters_is_not_drift()
    {
        var root = (JsonObject)JsonNode.Parse(UpstreamSpec)!;
        var turned = 0;
        foreach (var path in root["paths"]!.AsObject().Select(path => path.Value!.AsObject()))
        {
            foreach (var operation in path.Select(item => item.Value).OfType<JsonObject>())
            {
                if (operation["parameters"] is JsonArray parameters)
                {
                    operation["parameters"] = new JsonArray([.. parameters.Reverse().Select(parameter => parameter!.DeepClone())]);
                    turned++;
                }
            }
        }

        using var drift = new Drift();
        Assert.That(await drift.RunAsync(root.ToJsonString()), Is.EqualTo((0, NoDrift)));
        Assert.That(turned, Is.EqualTo(10));
    }

    [Test]
    public async Task YAML_is_read_as_JSON_is()
    {
        var yaml = new SerializerBuilder().WithQuotingNecessaryStrings().Build().Serialize(new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize(UpstreamSpec)!);
        using var drift = new Drift();
        Assert.That(await drift.RunAsync(yaml.Replace("  /v1/", "  # a comment\n  /v1/", StringComparison.Ordinal)), Is.EqualTo((0, NoDrift)));
    }

    [Test]
    public async Task A_known_difference_that_is_gone_is_stale()
    {
        using var drift = new Drift();
        var result = await drift.RunAsync(UpstreamSpec.Replace("\"maximum\": 100", "\"maximum\": 1000", StringComparison.Ordinal));
        Assert.That(result, Is.EqualTo((1, $"stale         List**, query PageSize: maximum 1000 -> 100 is listed as known and does not exist any more\n0 breaking, 0 additive, 0 documentation; 1 stale and {KnownDifferences} known differences.\n")));
    }

    [Test]
    public async Task A_known_difference_without_a_reason_is_rejected()
    {
        using var drift = new Drift();
        var known = Path.Combine(drift.Folder, "known.json");
        await File.WriteAllTextAsync(known, """[{"operation":"*","place":"form","what":"required","ours":"true","upstream":"false","reason":""}]""");
        var result = await drift.RunAsync(UpstreamSpec, "--known", known);
        Assert.That(result, Is.EqualTo((3, $"{known}: each entry needs an operation, a place, what differs, and a reason.\n")));
    }

    [Test]
    public async Task Reports_for_programs_and_for_pull_requests_have_the_same_content()
    {
        var changed = Changed(root => At(root, CreateForm + "/properties")["Nick`|name"] = Node("""{"type":"string"}"""));
        using var drift = new Drift();
        var json = JsonNode.Parse((await drift.RunAsync(changed, "--format", "json")).Output)!;
        var markdown = (await drift.RunAsync(changed, "--format", "markdown")).Output;
        Assert.Multiple(() =>
        {
            Assert.That(json["findings"]!.ToJsonString(), Is.EqualTo("""[{"severity":"additive","operation":"CreateConversationParticipant","place":"form Nick\u0060|name","what":"presence","ours":null,"upstream":"string","outcome":null}]"""));
            Assert.That(markdown, Does.Contain("| additive | `CreateConversationParticipant` | `form Nick'\\|name` | presence |  | `string` |  |"));
        });
    }

    [Test]
    public async Task The_upstream_document_can_be_fetched_from_an_address()
    {
        using var server = new StubServer(StubResponse.Ok(UpstreamSpec));
        using var drift = new Drift();
        Assert.That(await drift.RunOnAsync(server.BaseAddress.AbsoluteUri), Is.EqualTo((0, NoDrift)));
    }

    [Test]
    public async Task A_failed_comparison_is_not_reported_as_drift()
    {
        using var drift = new Drift();
        Assert.That((await drift.RunOnAsync("")).ExitCode, Is.EqualTo(3));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "runs a shell script")]
    public async Task A_comparison_that_does_not_build_fails_the_update_and_is_not_reported_as_drift()
    {
        using var copy = new RepositoryCopy();
        await File.AppendAllTextAsync(copy.PathOf("build/SpecDrift/Program.cs"), "nonsense");
        var (exitCode, output) = await copy.RunAsync("bash", "build/spec-update.sh", "drift", Drift.Fixture("upstream.json"));
        Assert.That(exitCode, Is.Not.Zero, output);
        Assert.That(output, Does.Contain("error CS"));
        Assert.That(File.Exists(copy.PathOf("drift/state")), Is.False);
    }

    private static TestCaseData Case(string name, int exitCode, string finding, Action<JsonObject> change) => new TestCaseData(exitCode, finding, change).SetName(name + "_is_found");

    private static JsonNode Reversed(JsonNode node) => node is JsonObject item
        ? new JsonObject(item.Reverse().Select(field => KeyValuePair.Create(field.Key, field.Value is null ? null : (JsonNode?)Reversed(field.Value))))
        : node.DeepClone();

    private static void TakeNullableAsAType(JsonNode? node)
    {
        foreach (var child in node switch { JsonObject item => [.. item.Select(field => field.Value)], JsonArray items => (List<JsonNode?>)[.. items], _ => [] })
        {
            TakeNullableAsAType(child);
        }

        if (node is JsonObject schema && schema["nullable"]?.ToString() == "true")
        {
            schema.Remove("nullable");
            schema["type"] = schema["type"] is { } type ? new JsonArray(type.DeepClone(), "null") : "null";
        }
    }
}
