using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Drift;

namespace TwilioConversations.Tests;

/// <summary>Two ways to write the same contract are no drift, and every structure of a schema is compared.</summary>
[Parallelizable(ParallelScope.All)]
public class SpecDriftStructureTests
{
    private const string Tree = """{"type":"object","properties":{"rows":{"type":"array","items":{"type":"array","items":{"type":"object","properties":{"seat":{"type":"INNER"} } } } } } }""";

    private static IEnumerable<TestCaseData> SameContracts()
    {
        yield return Same("A_path_item_that_is_a_reference", root =>
        {
            var path = At(root, Create[..^5]).DeepClone();
            At(root, "/components")["pathItems"] = new JsonObject { ["participants"] = path };
            At(root, "/paths")["/v1/Conversations/{ConversationSid}/Participants"] = Node("""{"$ref":"#/components/pathItems/participants"}""");
        });
        yield return Same("An_operation_that_overrides_a_parameter_of_its_path", root =>
            At(root, Create[..^5] + "~1{Sid}")["parameters"] = Node("""[{"name":"Sid","in":"path","required":true,"schema":{"type":"integer"}}]"""));
        yield return Same("A_type_or_null_by_oneOf", root => At(root, Model + "/properties")["date_created"] = Node("""{"oneOf":[{"type":"string","format":"date-time"},{"type":"null"}]}"""));
        yield return Same("A_type_or_null_by_anyOf", root => At(root, Model + "/properties")["identity"] = Node("""{"anyOf":[{"enum":[null]},{"$ref":"#/components/schemas/text"}],"x-twilio":{"pii":{"handling":"standard"}}}"""));
        yield return Same("A_reference_with_nullable_beside_it", root => At(root, Model + "/properties")["identity"] = Node("""{"type":"string","$ref":"#/components/schemas/text","nullable":true,"x-twilio":{"pii":{"handling":"standard"}}}"""));
        yield return Same("A_media_type_with_a_charset", root =>
        {
            var content = At(root, Create + "/responses/201/content");
            content["application/json; charset=utf-8"] = content["application/json"]!.DeepClone();
            content.Remove("application/json");
        });
        yield return Same("An_extension_that_nobody_knows", AddExtensions);
    }

    [TestCaseSource(nameof(SameContracts))]
    public async Task A_change_without_effect_is_not_drift(Action<JsonObject> change)
    {
        var root = (JsonObject)JsonNode.Parse(Changed(change))!;
        At(root, "/components/schemas")["text"] = Node("""{"type":"string"}""");
        using var drift = new Drift();
        Assert.That(await drift.RunAsync(root.ToJsonString()), Is.EqualTo((0, NoDrift)));
    }

    [Test]
    public async Task Extensions_of_our_document_are_not_drift()
    {
        using var drift = new Drift();
        var ours = await File.ReadAllTextAsync(drift.Document);
        await File.WriteAllTextAsync(drift.Document, Regex.Replace(ours, "^( *)type: (object|string)$", "$0\n$1x-key: sid", RegexOptions.Multiline)
            .Replace("      operationId:", "      x-scope: { of: [service], $ref: \"#/nowhere\" }\n      operationId:", StringComparison.Ordinal)
            .Replace("paths:\n", "paths:\n  x-tags: [Participants]\n", StringComparison.Ordinal));
        Assert.That(await drift.RunAsync(UpstreamSpec), Is.EqualTo((0, NoDrift)));
    }

    [TestCase(false, """{"type":"string","enum":["a","b"]}""", """{"type":"string","enum":["b","c","a"]}""", 1, "additive      Op, response 200 .field: enum value (none) -> c")]
    [TestCase(false, """{"type":"string","enum":["a","b"]}""", """{"type":"string","enum":["b"]}""", 0, "documentation Op, response 200 .field: enum value a -> (none)")]
    [TestCase(true, """{"type":"string","enum":["a","b"]}""", """{"type":"string","enum":["b"]}""", 2, "breaking      Op, form field: enum value a -> (none)")]
    [TestCase(true, """{"type":"string","enum":["a","b"]}""", """{"type":"string"}""", 0, "documentation Op, form field: enum a, b -> (none)")]
    [TestCase(true, """{"type":"array","items":{"type":"string"}}""", """{"type":"array","items":{"type":"string"},"uniqueItems":true}""", 2, "breaking      Op, form field: uniqueItems (none) -> true")]
    [TestCase(true, """{"type":"integer"}""", """{"type":"integer","multipleOf":5}""", 2, "breaking      Op, form field: multipleOf (none) -> 5")]
    [TestCase(true, """{"type":"integer","multipleOf":5}""", """{"type":"integer"}""", 1, "additive      Op, form field: multipleOf 5 -> (none)")]
    [TestCase(false, """{"type":"integer"}""", """{"type":"integer","multipleOf":5}""", 0, "documentation Op, response 200 .field: multipleOf (none) -> 5")]
    [TestCase(true, """{"type":"string"}""", """{"type":"string","not":{"type":"string","enum":["a"]}}""", 2, "breaking      Op, form field: not (none) -> string [a]")]
    [TestCase(true, """{"type":"object"}""", """{"type":"object","additionalProperties":false}""", 2, "breaking      Op, form field: additionalProperties (none) -> false")]
    [TestCase(true, """{"type":"integer","minimum":1}""", """{"type":"integer","exclusiveMinimum":1}""", 2, "breaking      Op, form field: exclusiveMinimum (none) -> 1")]
    [TestCase(true, """{"type":"string"}""", """{"type":"string","readOnly":true}""", 2, "breaking      Op, form field: readOnly false -> true")]
    [TestCase(false, """{"type":"string"}""", """{"type":"string","readOnly":true}""", 0, "documentation Op, response 200 .field: readOnly false -> true")]
    [TestCase(false, """{"type":"string"}""", """{"type":"string","writeOnly":true}""", 2, "breaking      Op, response 200 .field: writeOnly false -> true")]
    [TestCase(false, """{"type":"string"}""", """{"type":"string","x-twilio":{"pii":{"handling":"standard"} } }""", 1, "additive      Op, response 200 .field: privacy (none) -> personal")]
    [TestCase(false, """{"type":"string","x-privacy":"personal"}""", """{"type":"string","x-twilio":{"pii":{"handling":"sensitive"} } }""", 1, "additive      Op, response 200 .field: privacy personal -> sensitive")]
    [TestCase(false, """{"type":"string","x-privacy":"sensitive"}""", """{"type":"string"}""", 0, "documentation Op, response 200 .field: privacy sensitive -> (none)")]
    [TestCase(false, """{"type":"object","additionalProperties":{"type":"string"}}""", """{"type":"object","additionalProperties":{"type":"integer"}}""", 2, "breaking      Op, response 200 .field{}: type string -> integer")]
    [TestCase(false, """{"type":"object","format":"uri-map","additionalProperties":{"type":"string","format":"uri"}}""", """{"type":"object","format":"uri-map"}""", 0, "No drift; 0 known differences.")]
    [TestCase(false, """{"type":"object","properties":{"a":{"type":"string"}}}""", """{"properties":{"a":{"type":"string"},"b":{"type":"string"}}}""", 1, "additive      Op, response 200 .field.b: presence (none) -> string")]
    [TestCase(false, """{"type":"string"}""", """{"oneOf":[{"type":"integer"},{"type":"string"}]}""", 2, "breaking      Op, response 200 .field: one of (none) -> integer")]
    [TestCase(true, """{"type":"string"}""", """{"anyOf":[{"type":"integer"},{"type":"string"}]}""", 1, "additive      Op, form field: one of (none) -> integer")]
    [TestCase(true, """{"oneOf":[{"type":"integer"},{"type":"array","items":{"type":"string"}}]}""", """{"type":"integer"}""", 2, "breaking      Op, form field: one of array of string -> (none)")]
    [TestCase(false, """{"oneOf":[{"type":"integer"},{"$ref":"#/components/schemas/Kind"}]}""", """{"oneOf":[{"$ref":"#/components/schemas/Kind"},{"type":"integer"}]}""", 0, "No drift; 0 known differences.")]
    [TestCase(false, """{"$ref":"#/components/schemas/Kind"}""", """{"type":"string","enum":["x","y"]}""", 0, "No drift; 0 known differences.")]
    [TestCase(true, """{"type":"array","items":{"$ref":"#/components/schemas/Kind"}}""", """{"type":"array","items":{"type":"string","enum":["x"]}}""", 2, "breaking      Op, form field[]: enum value y -> (none)")]
    [TestCase(true, """{"type":"array","items":{"type":"string"}}""", """{"type":"array","items":{"type":"integer"}}""", 2, "breaking      Op, form field[]: type string -> integer")]
    [TestCase(false, """{"type":"object","format":"uri-map"}""", """{"type":"object"}""", 2, "breaking      Op, response 200 .field: format uri-map -> (none)")]
    [TestCase(false, """{"type":"string","maxLength":5}""", """{"type":"string"}""", 2, "breaking      Op, response 200 .field: maxLength 5 -> (none)")]
    [TestCase(false, """{"type":"string"}""", """{"type":"string","pattern":"^a"}""", 0, "documentation Op, response 200 .field: pattern (none) -> ^a")]
    public async Task A_structure_is_compared(bool isForm, string ours, string theirs, int exitCode, string expected)
    {
        var result = await CompareAsync(isForm, ours, theirs);
        Assert.That(result.Output.Split('\n'), Does.Contain(expected));
        Assert.That(result.ExitCode, Is.EqualTo(exitCode), result.Output);
    }

    [Test]
    public async Task Objects_in_arrays_of_arrays_are_compared()
    {
        var result = await CompareAsync(false, Tree.Replace("INNER", "string", StringComparison.Ordinal), Tree.Replace("INNER", "integer", StringComparison.Ordinal));
        Assert.That(result, Is.EqualTo((2, "breaking      Op, response 200 .field.rows[][].seat: type string -> integer\n1 breaking, 0 additive, 0 documentation; 0 stale and 0 known differences.\n")));
    }

    [Test]
    public async Task How_several_values_are_sent_is_compared()
    {
        using var drift = new Drift();
        var changed = await drift.RunAsync(Changed(
            root => ((JsonArray)At(root, List)["parameters"]!)[^1]!["explode"] = false,
            root => At(root, CreateForm[..^"/schema".Length])["encoding"] = Node("""{"Identity":{"style":"spaceDelimited","explode":false}}""")));
        Assert.That(changed.ExitCode, Is.EqualTo(2), changed.Output);
        Assert.That(changed.Output, Does.Contain("explode true -> false").And.Contain("form Identity: style Form -> SpaceDelimited"));
    }

    [Test]
    public async Task A_body_that_a_response_gains_is_found_and_left_to_a_person()
    {
        using var drift = new Drift();
        var changed = Changed(root => At(root, Create[..^5] + "~1{Sid}/delete/responses/204")["content"] = Node("""{"application/json":{"schema":{"type":"object"} } }"""));
        var (exitCode, output) = await drift.RunAsync(changed, "--apply");
        Assert.That((exitCode, output.Split('\n')[0]), Is.EqualTo((1, "additive      DeleteConversationParticipant, response 204: content type (none) -> application/json (left to a person: the method would return something, which breaks its mocks)")));
    }

    [TestCase("\"Al\"", "string", "type: string")]
    [TestCase("\"2026-12-01T00:00:00Z\"", "string", "format: date-time")]
    [TestCase("7", "number", "type: integer")]
    public async Task A_field_that_only_an_example_shows_is_found_and_drafted(string value, string kind, string written)
    {
        using var drift = new Drift();
        var changed = UpstreamSpec.Replace("\"messaging_binding\": {\n", $"\"messaging_binding\": {{\n\"alias\": {value},\n", StringComparison.Ordinal);
        var (exitCode, output) = await drift.RunAsync(changed, "--apply");
        Assert.That(exitCode, Is.EqualTo(1), output);
        Assert.That(output, Does.Contain($".messaging_binding.alias: example (none) -> {kind} (drafted: its type is that of an example)"));
        Assert.That(drift.Difference(), Does.Contain("+         alias:\n").And.Contain(written));
    }

    [TestCase("*ConversationParticipant", "CreateConversationParticipant", true)]
    [TestCase("*ConversationParticipant", "CreateServiceConversationParticipant", false)]
    [TestCase("**ConversationParticipant", "CreateServiceConversationParticipant", true)]
    [TestCase("Create**", "CreateServiceConversationParticipant", true)]
    public async Task One_star_in_a_known_difference_matches_one_word_and_two_match_anything(string pattern, string operation, bool covers)
    {
        using var drift = new Drift();
        var known = Path.Combine(drift.Folder, "known.json");
        await File.WriteAllTextAsync(drift.Document, Document("""{"type":"string"}""", isForm: true, operation));
        await File.WriteAllTextAsync(known, $$"""[{"operation":"{{pattern}}","place":"form *","what":"type","ours":"string","upstream":"integer","reason":"A test."}]""");
        var result = await drift.RunAsync(Document("""{"type":"integer"}""", isForm: true, operation), "--known", known);
        Assert.That(result.Output, covers ? Is.EqualTo("No drift; 1 known differences.\n") : Does.StartWith($"breaking      {operation}, form field: type").And.Contain("stale"));
    }

    private static async Task<(int ExitCode, string Output)> CompareAsync(bool isForm, string ours, string theirs)
    {
        using var drift = new Drift();
        var known = Path.Combine(drift.Folder, "known.json");
        await File.WriteAllTextAsync(known, "[]");
        await File.WriteAllTextAsync(drift.Document, Document(ours, isForm));
        return await drift.RunAsync(Document(theirs, isForm), "--known", known);
    }

    private static string Document(string schema, bool isForm, string operation = "Op")
    {
        var content = $$"""{"type":"object","properties":{"field":{{schema}} } }""";
        var form = isForm ? $$"""{"content":{"application/x-www-form-urlencoded":{"schema":{{content}} } } }""" : """{"content":{}}""";
        var response = isForm ? """{"description":""}""" : $$"""{"description":"","content":{"application/json":{"schema":{{content}} } } }""";
        return $$"""
            {"openapi":"3.1.0","info":{"title":"","version":""},
            "paths":{"/a":{"post":{"operationId":"{{operation}}","requestBody":{{form}},"responses":{"200":{{response}} } } } },
            "components":{"schemas":{"Kind":{"type":"string","enum":["x","y"]} } } }
            """;
    }

    private static void AddExtensions(JsonObject root)
    {
        var places = new List<JsonObject> { root, At(root, "/paths"), At(root, "/components"), At(root, Create[..^5]), At(root, Create), At(root, Create + "/responses"), At(root, Create + "/responses/201"), At(root, CreateForm), At(root, Model) };
        places.AddRange(At(root, Model + "/properties").Select(field => (JsonObject)field.Value!));
        places.AddRange(((JsonArray)At(root, List)["parameters"]!).Select(parameter => (JsonObject)parameter!));
        foreach (var place in places)
        {
            place["x-more"] = Node("""{"owner":"somebody","$ref":"#/nowhere","path":["a"]}""");
        }
    }

    private static TestCaseData Same(string name, Action<JsonObject> change) => new TestCaseData(change).SetName(name + "_is_no_drift");
}
