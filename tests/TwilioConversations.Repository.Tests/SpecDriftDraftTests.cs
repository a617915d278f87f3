using System.Text.Json.Nodes;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Drift;

namespace TwilioConversations.Tests;

/// <summary>The first version of an operation or a resource that upstream adds.</summary>
[Parallelizable(ParallelScope.All)]
public class SpecDriftDraftTests
{
    private const string Badge = """{"type":"object","properties":{"sid":{"type":"string","nullable":true},"color":{"type":"string","enum":["red","blue"]},"owner":{"type":"object","properties":{"name":{"type":"string"} } } } }""";
    private const string Page = """{"type":"object","properties":{"badges":{"type":"array","items":{"$ref":"#/components/schemas/conversations.v1.badge"} },"meta":META} }""";

    private const string Holder = """{"name":"NAME","in":"path","required":true,"schema":{"type":"string"RULES}},""";

    private const string ServiceRules = ",\"minLength\":34,\"maxLength\":34,\"pattern\":\"^IS[0-9a-fA-F]{32}$\"";

    private const string Operations = """
        {"get":{"operationId":"ListSCOPEBadge","parameters":[HOLDERSSIZE,{"name":"PageToken","in":"query","schema":{"type":"string"}},{"name":"Color","in":"query","schema":{"type":"string","enum":["red","blue"]}}],
        "responses":{"200":{"description":"","content":{"application/json":{"schema":PAGE}}}}},
        "post":{"operationId":"CreateSCOPEBadge","parameters":[HOLDERS{"name":"X-Twilio-Webhook-Enabled","in":"header","schema":{"$ref":"#/components/schemas/conversation_participant_enum_webhook_enabled_type"}}],
        "requestBody":{"content":{"application/x-www-form-urlencoded":{"schema":{"type":"object","required":["Name"],"properties":{"Name":{"type":"string"},"Color":{"type":"string","enum":["red","blue"]}}}}}},
        "responses":{"201":{"description":"","content":{"application/json":{"schema":{"$ref":"#/components/schemas/conversations.v1.badge"}}}}}}}
        """;

    [Test]
    public async Task A_new_resource_is_drafted_for_both_scopes_with_its_models_and_a_page()
    {
        using var drift = new Drift();
        var result = await drift.RunAsync(WithBadges("/v1/Badges", "/v1/Services/{ChatServiceSid}/Badges"), "--apply");
        Assert.That(result.ExitCode, Is.EqualTo(1), result.Output);
        Assert.That(result.Output, Does.Contain("ListBadge, operation: presence (none) -> GET /v1/Badges (drafted: summaries, descriptions and names are still to be reviewed)\n"));
        var document = await File.ReadAllTextAsync(drift.Document);
        Assert.Multiple(() =>
        {
            Assert.That(document, Does.Contain("""
                  /v1/Services/{ChatServiceSid}/Badges:
                    get:
                      operationId: ListServiceBadge
                      tags: [Badges]
                      summary: To be written.
                      parameters:
                        - $ref: "#/components/parameters/ChatServiceSid"
                        - $ref: "#/components/parameters/PageSize"
                        - $ref: "#/components/parameters/PageToken"
                        - $ref: "#/components/parameters/BadgeColor"
                      responses:
                        "200":
                          description: To be written.
                          content:
                            application/json:
                              schema:
                                $ref: "#/components/schemas/BadgePage"
                        default:
                          $ref: "#/components/responses/Error"
                    post:
                      operationId: CreateServiceBadge
                      tags: [Badges]
                      summary: To be written.
                      parameters:
                        - $ref: "#/components/parameters/ChatServiceSid"
                        - $ref: "#/components/parameters/WebhookEnabled"
                      requestBody:
                        required: true
                        content:
                          application/x-www-form-urlencoded:
                            schema:
                              $ref: "#/components/schemas/CreateBadgeRequest"
                """));
            Assert.That(document, Does.Contain("  - name: Badges\n    description: To be written.\n"));
            Assert.That(document, Does.Contain("    BadgePage:\n      type: object\n      x-items: badges\n"));
            Assert.That(document, Does.Contain("    BadgeOwner:\n").And.Contain("    BadgeColor:\n      type: string\n      enum: [\"red\", \"blue\"]\n"));
            Assert.That(document.Split("    Badge:\n"), Has.Length.EqualTo(2), "one model serves both scopes");
        });
        var again = await drift.RunAsync(WithBadges("/v1/Badges", "/v1/Services/{ChatServiceSid}/Badges"));
        Assert.That(again.ExitCode, Is.Zero, again.Output);
    }

    [Test]
    public async Task A_resource_below_another_gets_our_names_for_the_parameters_of_its_path()
    {
        using var drift = new Drift();
        await drift.RunAsync(WithBadges("/v1/Conversations/{Conversation}/Participants/{Participant}/Badges"), "--apply");
        Assert.That(drift.Difference(), Does.Contain("+   /v1/Conversations/{ConversationSid}/Participants/{ParticipantSid}/Badges:\n").And.Contain("""- $ref: "#/components/parameters/ConversationSid" """.TrimEnd()));
    }

    [Test]
    public async Task An_operation_that_the_other_scope_has_already_is_that_one_with_another_name()
    {
        using var drift = new Drift();
        var ours = await File.ReadAllTextAsync(drift.Document);
        // The deletion of a participant of a service, which stands last in its path.
        var start = ours.LastIndexOf("    delete:\n", StringComparison.Ordinal);
        await File.WriteAllTextAsync(drift.Document, ours.Remove(start, ours.IndexOf("\ncomponents:", start, StringComparison.Ordinal) - start));
        var result = await drift.RunAsync(UpstreamSpec, "--apply");
        Assert.That(result.Output, Does.Contain("DeleteServiceConversationParticipant, operation: presence (none) -> DELETE /v1/Services/{}/Conversations/{}/Participants/{} (drafted"));
        Assert.That(await drift.RunAsync(UpstreamSpec), Is.EqualTo((0, NoDrift)));
    }

    [Test]
    public async Task A_second_operation_with_a_verb_gets_a_method_name_of_its_own()
    {
        using var drift = new Drift();
        var changed = Changed(root => At(root, "/paths")["/v1/Conversations/{ConversationSid}/Participants/{Sid}/Archive"] = Node("""{"post":{"operationId":"UpdateParticipantArchive","parameters":[{"name":"ConversationSid","in":"path","required":true,"schema":{"type":"string"}},{"name":"Sid","in":"path","required":true,"schema":{"type":"string"}}],"responses":{"204":{"description":""} } } }"""));
        await drift.RunAsync(changed, "--apply");
        Assert.That(drift.Difference(), Does.Contain("operationId: UpdateParticipantArchive\n+       tags: [Archive]\n"));
    }

    [TestCase("/v1/Badges/{A}/{B}", "its path is not of names and keys in turn below /v1")]
    [TestCase("/v2/Badges", "its path is not of names and keys in turn below /v1")]
    public async Task A_path_that_the_client_cannot_have_is_left_to_a_person(string path, string reason)
    {
        using var drift = new Drift();
        var result = await drift.RunAsync(Changed(root => At(root, "/paths")[path] = Node("""{"get":{"operationId":"FetchBadge","responses":{"204":{"description":""} } } }""")), "--apply");
        Assert.That(result.Output, Does.Contain($"(left to a person: {reason})"));
        Assert.That(drift.Difference(), Is.Empty);
    }

    [Test]
    public async Task A_body_in_JSON_is_left_to_a_person()
    {
        using var drift = new Drift();
        var result = await drift.RunAsync(Changed(root => At(root, "/paths")["/v1/Badges"] = Node("""{"post":{"operationId":"CreateBadge","requestBody":{"content":{"application/json":{"schema":{"type":"object"} } } },"responses":{"204":{"description":""} } } }""")), "--apply");
        Assert.That(result.Output, Does.Contain("(left to a person: it takes application/json, and the client sends forms)"));
    }

    private static string WithBadges(params string[] paths) => Changed(root =>
    {
        var meta = At(root, List + "/responses/200/content/application~1json/schema/properties/meta").ToJsonString();
        At(root, "/components/schemas")["conversations.v1.badge"] = Node(Badge);
        var size = ((JsonArray)At(root, List)["parameters"]!).First(parameter => parameter!["name"]!.ToString() == "PageSize")!.ToJsonString();
        foreach (var path in paths)
        {
            var scope = path.Contains("Services", StringComparison.Ordinal) ? "Service" : "";
            var holders = string.Concat(path.Split('/').Where(segment => segment.StartsWith('{')).Select(segment => Holder.Replace("NAME", segment[1..^1], StringComparison.Ordinal)
                .Replace("RULES", segment == "{ChatServiceSid}" ? ServiceRules : "", StringComparison.Ordinal)));
            At(root, "/paths")[path] = Node(Operations.Replace("SCOPE", scope, StringComparison.Ordinal).Replace("HOLDERS", holders, StringComparison.Ordinal)
                .Replace("SIZE", size, StringComparison.Ordinal).Replace("PAGE", Page, StringComparison.Ordinal).Replace("META", meta, StringComparison.Ordinal));
        }
    });
}
