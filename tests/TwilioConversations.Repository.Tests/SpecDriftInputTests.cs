using System.Text;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Drift;

namespace TwilioConversations.Tests;

/// <summary>Upstream documents that are broken, cyclic or hostile are rejected in one line, and the comparison does not hang.</summary>
[Parallelizable(ParallelScope.All)]
public class SpecDriftInputTests
{
    [TestCase("{", "not valid JSON or YAML")]
    [TestCase("", "The document is empty.")]
    [TestCase("a: [", "not valid JSON or YAML")]
    [TestCase("""{"openapi":"3.0.1","openapi":"3.0.2","paths":{}}""", "not valid JSON or YAML")]
    [TestCase("a: 1\na: 2", "The key a is repeated in the same place.")]
    [TestCase("""{"swagger":"2.0","paths":{}}""", "not an OpenAPI document of version 3 with paths")]
    [TestCase("""{"openapi":"3.0.1"}""", "not an OpenAPI document of version 3 with paths")]
    [TestCase("""{"openapi":"3.0.1","paths":{"/a":{"$ref":"#/paths/~1b"},"/b":{"$ref":"#/paths/~1a"}}}""", "refers to itself")]
    [TestCase("""{"openapi":"3.0.1","paths":{"/a":{"$ref":"#/components/x"}}}""", "refers to something that is not there")]
    public async Task Bad_input_is_rejected_in_one_line(string upstream, string message)
    {
        using var drift = new Drift();
        var result = await drift.RunAsync(upstream);
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(3), result.Output);
            Assert.That(result.Output, Does.StartWith(Path.Combine(drift.Folder, "upstream") + ": ").And.Contain(message));
            Assert.That(result.Output.Trim(), Does.Not.Contain("   at "));
        });
    }

    [Test]
    public async Task A_missing_file_and_an_address_without_a_server_are_bad_input()
    {
        using var drift = new Drift();
        Assert.Multiple(async () =>
        {
            Assert.That((await drift.RunOnAsync(Path.Combine(drift.Folder, "none.json"))).ExitCode, Is.EqualTo(3));
            Assert.That((await drift.RunOnAsync("http://127.0.0.1:1/none.json")).ExitCode, Is.EqualTo(3));
            Assert.That((await drift.RunOnAsync(drift.Document, "--format", "pdf")).ExitCode, Is.EqualTo(3));
        });
    }

    private static IEnumerable<TestCaseData> Hostile()
    {
        yield return new TestCaseData(new string('[', 1_000_000), "deeper").SetArgDisplayNames("deep YAML");
        yield return new TestCaseData("{\"a\":" + new string('[', 1_000_000), "not valid JSON").SetArgDisplayNames("deep JSON");
        var laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 10; i++)
        {
            laughs.Append(null, $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        }

        yield return new TestCaseData(laughs.ToString(), "nodes").SetArgDisplayNames("a billion aliases");
        yield return new TestCaseData("a: &a [*a]", "refers to nothing").SetArgDisplayNames("an alias within itself");
        var cyclic = Changed(root => At(root, Model + "/properties")["messaging_binding"] = Node("""{"allOf":[{"$ref":"#/components/schemas/loop"}]}"""), root => At(root, "/components/schemas")["loop"] = Node("""{"allOf":[{"$ref":"#/components/schemas/loop"}]}"""));
        yield return new TestCaseData(cyclic, "allOf").SetArgDisplayNames("a schema made of itself");
    }

    [TestCaseSource(nameof(Hostile))]
    public async Task A_hostile_document_is_rejected_and_does_not_hang(string upstream, string message)
    {
        using var drift = new Drift();
        var result = await drift.RunAsync(upstream).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.That(result.ExitCode, Is.EqualTo(3), result.Output);
        Assert.That(result.Output, Does.StartWith(Path.Combine(drift.Folder, "upstream") + ": ").And.Contain(message));
    }

    [Test]
    public async Task A_schema_that_contains_itself_is_compared_completely()
    {
        var tree = """{"type":"object","properties":{"child":{"$ref":"#/components/schemas/tree"},"name":{"type":"string"}}}""";
        using var drift = new Drift();
        var ours = await File.ReadAllTextAsync(drift.Document);
        await File.WriteAllTextAsync(drift.Document, ours
            .Replace("        projected_address:\n", "        tree: { $ref: \"#/components/schemas/Tree\" }\n        projected_address:\n", StringComparison.Ordinal)
            .Replace("    PageMeta:\n", $"    Tree: {tree.Replace("schemas/tree", "schemas/Tree", StringComparison.Ordinal)}\n    PageMeta:\n", StringComparison.Ordinal));
        var result = await drift.RunAsync(Changed(
            root => At(root, Model + "/properties")["messaging_binding"] = Node("""{"type":"object","nullable":true,"properties":{"tree":{"$ref":"#/components/schemas/tree"}}}"""),
            root => At(root, "/components/schemas")["tree"] = Node(tree.Replace("\"name\":{\"type\":\"string\"}", "\"name\":{\"type\":\"integer\"}", StringComparison.Ordinal))));
        Assert.That(result.Output, Does.Contain("FetchConversationParticipant, response 200 .messaging_binding.tree.name: type string -> integer\n"));
        Assert.That(result.ExitCode, Is.EqualTo(2));
    }
}
