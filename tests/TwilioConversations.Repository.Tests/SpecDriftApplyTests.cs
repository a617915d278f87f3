using System.Text;
using System.Text.Json.Nodes;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Drift;

namespace TwilioConversations.Tests;

/// <summary>What SpecDrift writes into the document.</summary>
[Parallelizable(ParallelScope.All)]
public class SpecDriftApplyTests
{
    [Test]
    public async Task What_was_added_is_written_into_the_document_and_nothing_else_changes()
    {
        var before = await File.ReadAllTextAsync(Repository.PathOf(Repository.Document));
        var changed = Changed(root =>
        {
            foreach (var form in new[] { CreateForm, CreateServiceForm })
            {
                At(root, form + "/properties")["Nickname"] = Node("""{"type":"string","maxLength":64,"description":"Upstream's own words."}""");
                At(root, form + "/properties/Identity")["maxLength"] = 512;
            }

            foreach (var model in new[] { Model, ServiceModel })
            {
                At(root, model + "/properties")["nickname"] = Node("""{"type":"object","nullable":true}""");
            }

            SetWebhookEnums(root, """["true","false","later"]""");
            ((JsonArray)At(root, List)["parameters"]!).Add(Node("""{"name":"Order","in":"query","schema":{"type":"string","enum":["asc","desc"]}}"""));
        });
        using var drift = new Drift();
        var result = await drift.RunAsync(changed, "--apply");
        var after = await File.ReadAllTextAsync(drift.Document);
        Assert.That(result.ExitCode, Is.EqualTo(1), result.Output);
        Assert.That(Difference(before, after), Is.EqualTo("""
            +         - name: Order
            +           in: query
            +           description: To be written.
            +           schema:
            +             type: string
            +             enum: ["asc", "desc"]
            -       enum: ["true", "false"]
            +       enum: ["true", "false", "later"]
            +         nickname:
            +           type: object
            +           nullable: true
            +           description: To be written.
            -           maxLength: 256
            +           maxLength: 512
            +         Nickname:
            +           type: string
            +           maxLength: 64
            +           description: To be written.

            """));
        Assert.That((await drift.RunAsync(changed)).Output, Is.EqualTo(NoDrift));
    }

    [Test]
    public async Task What_one_scope_alone_gains_is_left_to_a_person_where_both_share_a_schema()
    {
        var before = await File.ReadAllTextAsync(Repository.PathOf(Repository.Document));
        var changed = Changed(
            root => At(root, CreateServiceForm + "/properties")["Nickname"] = Node("""{"type":"string"}"""),
            root => At(root, "/components/schemas/service_conversation_participant_enum_webhook_enabled_type")["enum"] = Node("""["true","false","later"]"""),
            root => At(root, CreateServiceForm + "/properties/Identity")["maxLength"] = 512,
            root => At(root, ServiceModel + "/properties")["nickname"] = Node("""{"type":"string"}"""));
        using var drift = new Drift();
        var first = await drift.RunAsync(changed, "--apply");
        Assert.Multiple(() =>
        {
            Assert.That(File.ReadAllText(drift.Document), Is.EqualTo(before));
            Assert.That(first.Output, Does.Contain("to be done by hand: CreateServiceConversationParticipant, form Nickname: presence (none) -> string\n"));
            Assert.That(first.ExitCode, Is.EqualTo(1));
        });
        Assert.That((await drift.RunAsync(changed)).ExitCode, Is.EqualTo(1), "the next run finds the same, and nothing that breaks");
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
        var changed = Changed(
            root => AddToBothForms(root, name, """{"type":"string","format":"date: time # x"}"""),
            root => ((JsonArray)At(root, List)["parameters"]!).Add(new JsonObject { ["name"] = name, ["in"] = "query", ["schema"] = Node("""{"type":"string"}""") }));
        using var drift = new Drift();
        var applied = await drift.RunAsync(changed, "--apply");
        Assert.That(applied.Output, Does.Not.Contain("by hand"));
        Assert.That(await drift.RunAsync(changed), Is.EqualTo((0, NoDrift)), await File.ReadAllTextAsync(drift.Document));
    }

    [Test]
    public async Task A_field_without_a_type_stays_nullable() => Assert.That(await AppliedAsync("""{"nullable":true}"""), Is.EqualTo("""
        +         Nickname:
        +           nullable: true
        +           description: To be written.

        """));

    [Test]
    public async Task An_enum_keeps_its_order() => Assert.That(await AppliedAsync("""{"type":"string","enum":["small","large","huge"]}"""), Is.EqualTo("""
        +         Nickname:
        +           type: string
        +           enum: ["small", "large", "huge"]
        +           description: To be written.

        """));

    [Test]
    public async Task An_object_is_written_with_its_fields() => Assert.That(await AppliedAsync("""{"type":"array","items":{"type":"object","properties":{"a b":{"type":"string"},"on":{"type":"boolean"} } } }"""), Is.EqualTo("""
        +         Nickname:
        +           type: array
        +           items:
        +             type: object
        +             properties:
        +               a b:
        +                 type: string
        +                 description: To be written.
        +               "on":
        +                 type: boolean
        +                 description: To be written.
        +           description: To be written.

        """.Replace("a b:", "\"a b\":", StringComparison.Ordinal)));

    [Test]
    public async Task Several_additions_in_one_place_keep_their_order()
    {
        var before = await File.ReadAllTextAsync(Repository.PathOf(Repository.Document));
        var changed = Changed(
            root => AddToBothForms(root, "First", """{"type":"string"}"""),
            root => AddToBothForms(root, "Second", """{"type":"string"}"""),
            root => SetWebhookEnums(root, """["true","false","soon","later"]"""));
        using var drift = new Drift();
        await drift.RunAsync(changed, "--apply");
        var difference = Difference(before, await File.ReadAllTextAsync(drift.Document));
        Assert.That(difference, Does.Contain("""enum: ["true", "false", "soon", "later"]""").And.Match("(?s)First:.*Second:"));
        Assert.That(await drift.RunAsync(changed), Is.EqualTo((0, NoDrift)));
    }

    [TestCase("""{"type":"object","properties":{"a":LOOP,"b":LOOP,"c":LOOP,"d":LOOP,"e":LOOP,"f":LOOP,"g":LOOP,"h":LOOP} }""")]
    [TestCase("""{"oneOf":[{"type":"string"},{"type":"array","items":LOOP}]}""")]
    public async Task A_schema_that_holds_itself_is_left_to_a_person(string loop)
    {
        const string Reference = """{"$ref":"#/components/schemas/loop"}""";
        var before = await File.ReadAllTextAsync(Repository.PathOf(Repository.Document));
        var changed = Changed(
            root => AddToBothForms(root, "Nickname", Reference),
            root => At(root, "/components/schemas")["loop"] = Node(loop.Replace("LOOP", Reference, StringComparison.Ordinal)));
        using var drift = new Drift();
        var result = await drift.RunAsync(changed, "--apply").WaitAsync(TimeSpan.FromMinutes(1));
        Assert.That(result.Output, Does.Contain("to be done by hand: CreateConversationParticipant, form Nickname"));
        Assert.That(await File.ReadAllTextAsync(drift.Document), Is.EqualTo(before));
    }

    /// <summary>What comes of the document when both scopes gain the field Nickname.</summary>
    private static async Task<string> AppliedAsync(string schema)
    {
        var before = await File.ReadAllTextAsync(Repository.PathOf(Repository.Document));
        var changed = Changed(root => AddToBothForms(root, "Nickname", schema));
        using var drift = new Drift();
        await drift.RunAsync(changed, "--apply");
        Assert.That(await drift.RunAsync(changed), Is.EqualTo((0, NoDrift)));
        return Difference(before, await File.ReadAllTextAsync(drift.Document));
    }

    private static void AddToBothForms(JsonObject root, string name, string schema)
    {
        At(root, CreateForm + "/properties")[name] = Node(schema);
        At(root, CreateServiceForm + "/properties")[name] = Node(schema);
    }

    private static string Difference(string before, string after)
    {
        var text = new StringBuilder();
        var old = new Queue<string>(before.Split('\n'));
        var left = new Queue<string>(after.Split('\n'));
        while (left.TryDequeue(out var line))
        {
            if (old.TryPeek(out var expected) && expected == line)
            {
                old.Dequeue();
                continue;
            }

            // Of a line that changed, the key stays.
            if (expected is not null && expected.Split(':')[0] == line.Split(':')[0])
            {
                text.Append(null, $"- {old.Dequeue()}\n");
            }

            text.Append(null, $"+ {line}\n");
        }

        return text.ToString();
    }
}
