using System.Text.Json.Nodes;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Drift;

namespace TwilioConversations.Tests;

/// <summary>The additions of SpecDrift that pass a trial, and the report on the others.</summary>
[Parallelizable(ParallelScope.All)]
public class SpecDriftTrialTests
{
    [Test]
    public async Task A_description_that_a_person_wrote_on_an_earlier_branch_is_found_again()
    {
        var changed = Changed(root => AddToBothForms(root, "Nickname", """{"type":"string"}"""), root => AddFilter(root, List, """{"name":"Order","in":"query","schema":{"type":"string"}}"""));
        using var first = new Drift();
        await first.RunAsync(changed, "--apply");
        var earlier = (await File.ReadAllTextAsync(first.Document)).Replace("type: string\n          description: To be written.", "type: string\n          description: >-\n            What others call the participant:\n            a \"nickname\".", StringComparison.Ordinal);
        await File.WriteAllTextAsync(first.Document, earlier);
        using var second = new Drift();
        await second.RunAsync(changed, "--apply", "--earlier", second.Document, "--earlier", first.Document);
        Assert.That(second.Difference(), Does.Contain("""+           description: "What others call the participant: a \"nickname\"." """.TrimEnd()).And.Contain("description: To be written."));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "runs a shell script")]
    public async Task An_addition_that_does_not_build_is_left_out_and_the_others_are_written()
    {
        using var drift = new Drift();
        var script = Path.Combine(drift.Folder, "try.sh");
        await File.WriteAllTextAsync(script, "! grep -q Second \"$1\"\n");
        var changed = Changed([.. new[] { "First", "Second", "Third" }.Select(name => (Action<JsonObject>)(root => AddToBothForms(root, name, """{"type":"string"}""")))]);
        var result = await drift.RunAsync(changed, "--apply", "--try", script);
        Assert.That(drift.Difference(), Does.Contain("First").And.Contain("Third").And.Not.Contain("Second"));
        Assert.That(result.Output, Does.Contain("form Second: presence (none) -> string (left to a person: it does not build or fails a test)"));
    }

    [Test]
    public async Task The_table_states_for_each_difference_whether_it_was_written()
    {
        using var drift = new Drift();
        var result = await drift.RunAsync(Changed(root => AddToBothForms(root, "Nickname", """{"type":"string"}"""), root => At(root, Create)["deprecated"] = true, root => At(root, CreateForm + "/properties").Remove("Identity")), "--apply", "--format", "markdown");
        Assert.That(result.Output, Does.Contain("| What | Ours | Upstream | In this branch |").And.Contain("| `string` | written |").And.Contain("| nothing to write |").And.Contain("| left to a person: it breaks callers |"));
    }
}
