using System.Text.Json.Nodes;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Drift;

namespace TwilioConversations.Tests;

/// <summary>The changes that SpecDrift writes into the document.</summary>
[Parallelizable(ParallelScope.All)]
public class SpecDriftApplyTests
{
    [Test]
    public async Task Additions_are_written_into_the_document_and_nothing_else_changes()
    {
        var changed = Changed(root =>
        {
            foreach (var form in new[] { CreateForm, CreateServiceForm })
            {
                At(root, form + "/properties")["Nickname"] = Node("""{"type":"string","maxLength":64,"description":"Upstream's own words."}""");
                At(root, form + "/properties/Identity")["maxLength"] = 512;
            }

            foreach (var model in new[] { Model, ServiceModel })
            {
                At(root, model + "/properties")["nickname"] = Node("""{"type":"object","nullable":true,"x-twilio":{"pii":{"handling":"sensitive"}}}""");
            }

            SetWebhookEnums(root, """["true","false","later"]""");
            AddFilter(root, List, """{"name":"Order","in":"query","schema":{"type":"string","enum":["asc","desc"]}}""");
            AddFilter(root, ServiceList, """{"name":"Order","in":"query","schema":{"type":"string","enum":["desc","asc"]}}""");
        });
        using var drift = new Drift();
        var result = await drift.RunAsync(changed, "--apply");
        Assert.That(result.ExitCode, Is.EqualTo(1), result.Output);
        Assert.That(result.Output, Does.Contain("additive      CreateConversationParticipant, form Nickname: presence (none) -> string (written)\n"));
        Assert.That(drift.Difference(), Is.EqualTo("""
            +         - $ref: "#/components/parameters/ParticipantOrder"
            +         - $ref: "#/components/parameters/ParticipantOrder"
            +     ParticipantOrder:
            +       name: Order
            +       in: query
            +       description: To be written.
            +       schema:
            +         $ref: "#/components/schemas/ParticipantOrder"
            -       enum: ["true", "false"]
            +       enum: ["true", "false", "later"]
            +         nickname:
            +           type: object
            +           nullable: true
            +           x-privacy: sensitive
            +           description: To be written.
            -           maxLength: 256
            +           maxLength: 512
            +         Nickname:
            +           type: string
            +           maxLength: 64
            +           description: To be written.
            + 
            +     ParticipantOrder:
            +       type: string
            +       enum: ["asc", "desc"]
            +       description: To be written.

            """));
        Assert.That((await drift.RunAsync(changed)).Output, Is.EqualTo(NoDrift));
    }

    [Test]
    public async Task An_addition_in_one_scope_is_written_and_recorded_as_a_known_difference()
    {
        var changed = Changed(
            root => At(root, CreateServiceForm + "/properties")["Nickname"] = Node("""{"type":"string"}"""),
            root => At(root, "/components/schemas/service_conversation_participant_enum_webhook_enabled_type")["enum"] = Node("""["true","false","later"]"""),
            root => AddFilter(root, List, """{"name":"Order","in":"query","schema":{"type":"string"}}"""),
            root => At(root, ServiceModel + "/properties")["nickname"] = Node("""{"type":"string"}"""));
        using var drift = new Drift();
        var result = await drift.RunAsync(changed, "--apply");
        Assert.That(result.Output, Does.Contain("form Nickname: presence (none) -> string (written: one type serves both scopes, upstream has it in a chat service only)"));
        const string Reason = "One type serves both scopes, upstream has it in";
        var entries = drift.NewKnown();
        Assert.Multiple(() =>
        {
            Assert.That(entries, Does.Contain($$"""{"operation": "CreateConversationParticipant", "place": "form Nickname", "what": "presence", "ours": "there", "upstream": null, "reason": "{{Reason}} a chat service only."}"""));
            Assert.That(entries, Does.Contain($$"""{"operation": "*ConversationParticipant", "place": "response **.nickname", "what": "presence", "ours": "there", "upstream": null, "reason": "{{Reason}} a chat service only."}"""));
            Assert.That(entries, Does.Contain($$"""{"operation": "ListServiceConversationParticipant", "place": "query Order", "what": "presence", "ours": "there", "upstream": null, "reason": "{{Reason}} the default service only."}"""));
            Assert.That(entries, Does.Contain("""
                {"operation": "*ConversationParticipant", "place": "header X-Twilio-Webhook-Enabled", "what": "enum value", "ours": "later", "upstream": null, "reason": "One enum has the values of every place; it is open in any case."}
                """.Trim()));
        });
        var again = await drift.RunAsync(changed);
        Assert.That(again.ExitCode, Is.Zero, again.Output);
    }

    [Test]
    public async Task Two_shapes_in_two_scopes_are_left_to_a_person_and_everything_else_is_written()
    {
        var changed = Changed(
            root => At(root, Model + "/properties")["nickname"] = Node("""{"type":"string"}"""),
            root => At(root, ServiceModel + "/properties")["nickname"] = Node("""{"type":"string","maxLength":64}"""),
            root => At(root, CreateServiceForm + "/properties/Identity")["maxLength"] = 512,
            root => AddToBothForms(root, "Motto", """{"type":"string"}"""));
        using var drift = new Drift();
        var result = await drift.RunAsync(changed, "--apply");
        Assert.That(result.ExitCode, Is.EqualTo(1), result.Output);
        Assert.That(result.Output, Does.Contain(".nickname: presence (none) -> string (left to a person: the two scopes have different shapes, and one type of ours serves both)\n"));
        Assert.That(result.Output, Does.Contain("form Identity: maxLength 256 -> 512 (left to a person: the comparison would then find CreateConversationParticipant, form Identity: maxLength 512 -> (none))"));
        Assert.That(drift.Difference(), Is.EqualTo("""
            +         Motto:
            +           type: string
            +           description: To be written.

            """));
    }

    [TestCase("yes")]
    [TestCase("null")]
    [TestCase("7")]
    [TestCase("a: b")]
    [TestCase("# no comment")]
    [TestCase("- item")]
    [TestCase("{curly}")]
    [TestCase("quo\"ted\\")]
    [TestCase("two\nlines")]
    public async Task A_name_that_YAML_would_read_otherwise_is_quoted(string name)
    {
        var filter = new JsonObject { ["name"] = name, ["in"] = "query", ["schema"] = Node("""{"type":"string"}""") }.ToJsonString();
        var changed = Changed(
            root => AddToBothForms(root, name, """{"type":"string"}"""),
            root => AddFilter(root, List, filter),
            root => AddFilter(root, ServiceList, filter));
        using var drift = new Drift();
        var applied = await drift.RunAsync(changed, "--apply");
        Assert.That(applied.Output, Does.Not.Contain("left to"));
        Assert.That(await drift.RunAsync(changed), Is.EqualTo((0, NoDrift)), await File.ReadAllTextAsync(drift.Document));
    }

    [Test]
    public async Task A_field_without_a_type_stays_nullable() => Assert.That(await AppliedAsync("""{"nullable":true}"""), Is.EqualTo("""
        +         Nickname:
        +           nullable: true
        +           description: To be written.

        """));

    [Test]
    public async Task A_new_enum_is_a_schema_of_its_own_and_keeps_its_order() => Assert.That(await AppliedAsync("""{"type":"string","enum":["small","large","huge"]}"""), Is.EqualTo("""
        +         Nickname:
        +           description: To be written.
        +           allOf:
        +             - $ref: "#/components/schemas/ParticipantNickname"
        + 
        +     ParticipantNickname:
        +       type: string
        +       enum: ["small", "large", "huge"]
        +       description: To be written.

        """));

    [Test]
    public async Task An_enum_that_we_have_under_another_name_keeps_ours() => Assert.That(await AppliedAsync("""{"$ref":"#/components/schemas/conversation_participant_enum_webhook_enabled_type"}"""), Is.EqualTo("""
        +         Nickname:
        +           description: To be written.
        +           allOf:
        +             - $ref: "#/components/schemas/WebhookEnabled"

        """));

    [Test]
    public async Task An_object_is_a_schema_of_its_own() => Assert.That(await AppliedAsync("""{"type":"array","items":{"type":"object","properties":{"a b":{"type":"string"},"on":{"type":"boolean"} } } }"""), Is.EqualTo("""
        +         Nickname:
        +           type: array
        +           items:
        +             $ref: "#/components/schemas/ParticipantNickname"
        +           description: To be written.
        + 
        +     ParticipantNickname:
        +       type: object
        +       description: To be written.
        +       properties:
        +         "a b":
        +           type: string
        +           description: To be written.
        +         "on":
        +           type: boolean
        +           description: To be written.

        """));

    [Test]
    public async Task A_form_field_is_as_private_as_the_fields_of_its_name()
    {
        using var drift = new Drift();
        await File.WriteAllTextAsync(drift.Document, Ours.Replace("        identity:\n", "        nick_name:\n          type: string\n          x-privacy: sensitive\n        identity:\n", StringComparison.Ordinal));
        await drift.RunAsync(Changed(root => AddToBothForms(root, "NickName", """{"type":"string"}""")), "--apply");
        Assert.That(await File.ReadAllTextAsync(drift.Document), Does.Contain("        NickName:\n          type: string\n          x-privacy: sensitive\n          description: To be written.\n"));
    }

    [Test]
    public async Task Several_additions_in_one_place_keep_their_order()
    {
        var changed = Changed(
            root => AddToBothForms(root, "First", """{"type":"string"}"""),
            root => AddToBothForms(root, "Second", """{"type":"string"}"""),
            root => SetWebhookEnums(root, """["true","false","soon","later"]"""));
        using var drift = new Drift();
        await drift.RunAsync(changed, "--apply");
        Assert.That(drift.Difference(), Does.Contain("""enum: ["true", "false", "soon", "later"]""").And.Match("(?s)First:.*Second:"));
        Assert.That(await drift.RunAsync(changed), Is.EqualTo((0, NoDrift)));
    }

    [Test]
    public async Task Rules_that_become_looser_are_written()
    {
        var changed = Changed(
            root => At(root, List[..^4] + "/get/responses/200/content/application~1json/schema")["required"] = Node("""["participants"]"""),
            root => SetInBothModels(root, "last_read_message_index", """{"type":"integer","nullable":false}"""),
            root => AddToBothForms(root, "DateCreated", """{"type":"string","format":"date-time","nullable":true}"""));
        using var drift = new Drift();
        var result = await drift.RunAsync(changed, "--apply");
        Assert.That(result.Output, Does.Contain("nullable true -> false (written)").And.Contain("form DateCreated: nullable false -> true (written)"));
        Assert.That((await drift.RunAsync(changed)).ExitCode, Is.LessThan(2));
    }

    [TestCase("""{"type":"object","properties":{"a":LOOP,"b":LOOP,"c":LOOP,"d":LOOP,"e":LOOP,"f":LOOP,"g":LOOP,"h":LOOP} }""")]
    [TestCase("""{"oneOf":[{"type":"string"},{"type":"array","items":LOOP}]}""")]
    public async Task A_schema_that_contains_itself_is_left_to_a_person(string loop)
    {
        const string Reference = """{"$ref":"#/components/schemas/loop"}""";
        var changed = Changed(
            root => AddToBothForms(root, "Nickname", Reference),
            root => At(root, "/components/schemas")["loop"] = Node(loop.Replace("LOOP", Reference, StringComparison.Ordinal)));
        using var drift = new Drift();
        var result = await drift.RunAsync(changed, "--apply").WaitAsync(TimeSpan.FromMinutes(1));
        Assert.That(result.Output, Does.Contain("CreateConversationParticipant, form Nickname: presence (none) -> ").And.Contain("(left to a person: "));
        Assert.That(drift.Difference(), Is.Empty);
    }

    [TestCase("""{"name":"Hard","in":"query","schema":{"type":"object"}}""", "query Hard: presence (none) -> object (left to a person: CONV022: ")]
    [TestCase("""{"name":"Session","in":"cookie","schema":{"type":"string"}}""", "cookie Session: presence (none) -> string (left to a person: the client sends parameters in the query and in headers)")]
    public async Task A_parameter_that_no_method_would_send_is_left_to_a_person(string parameter, string left)
    {
        using var drift = new Drift();
        var result = await drift.RunAsync(Changed(root => AddFilter(root, Create, parameter)), "--apply");
        Assert.That(result.Output, Does.Contain(left));
        Assert.That(drift.Difference(), Is.Empty);
    }

    [Test]
    public async Task A_header_and_a_parameter_of_any_operation_are_written_for_both_scopes()
    {
        using var drift = new Drift();
        var changed = Changed(
            root => AddFilter(root, Create, """{"name":"I-Twilio-Idempotency","in":"header","schema":{"type":"string"}}"""),
            root => AddFilter(root, Create[..^5] + "~1{Sid}/delete", """{"name":"Hard","in":"query","schema":{"type":"boolean"}}"""));
        var result = await drift.RunAsync(changed, "--apply");
        Assert.That(result.Output, Does.Not.Contain("left to"));
        Assert.That(drift.Difference().Split("- $ref: \"#/components/parameters/"), Has.Length.EqualTo(5), drift.Difference());
        Assert.That((await drift.RunAsync(changed)).ExitCode, Is.Zero);
    }

    /// <summary>The document after both scopes gained the field Nickname.</summary>
    private static async Task<string> AppliedAsync(string schema)
    {
        var changed = Changed(root => AddToBothForms(root, "Nickname", schema));
        using var drift = new Drift();
        await drift.RunAsync(changed, "--apply");
        Assert.That(await drift.RunAsync(changed), Is.EqualTo((0, NoDrift)));
        return drift.Difference();
    }

    private static void SetInBothModels(JsonObject root, string field, string schema)
    {
        foreach (var model in new[] { Model, ServiceModel })
        {
            At(root, model + "/properties")[field] = Node(schema);
        }
    }
}
