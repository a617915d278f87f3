using System.Text.RegularExpressions;
using TwilioConversations.Tests.Infra;
using YamlDotNet.Serialization;

namespace TwilioConversations.Tests;

/// <summary>The workflows, which only call what can be run here as well, and what they call.</summary>
[Platform(Exclude = "Win", Reason = "puts shell scripts on the path as Unix does")]
[Parallelizable(ParallelScope.All)]
public class ReleaseScriptTests
{
    private static readonly string Workflows = Repository.PathOf(".github/workflows");

    private static IEnumerable<string> Names => Directory.EnumerateFiles(Workflows).Select(file => Path.GetFileName(file)!);

    [TestCaseSource(nameof(Names))]
    public void A_workflow_calls_only_commands_that_are_there_and_actions_by_their_commit(string name)
    {
        var workflow = Parse(name);
        Assert.Multiple(() =>
        {
            Assert.That(workflow, Contains.Key("on").And.ContainKey("permissions").And.ContainKey("jobs"));
            Assert.That(Map(workflow["permissions"]), Is.EqualTo(new Dictionary<object, object> { ["contents"] = "read" }), "a job asks for more by itself");
            foreach (var job in Map(workflow["jobs"]).Values.Select(Map))
            {
                Assert.That(job, Contains.Key("timeout-minutes"));
                foreach (var step in ((List<object>)job["steps"]).Select(Map))
                {
                    if (step.TryGetValue("uses", out var action))
                    {
                        Assert.That(action, Does.Match(@"\A[\w.-]+/[\w.-]+@[0-9a-f]{40}\z"));
                        continue;
                    }

                    var command = (string)step["run"];
                    Assert.That(command, Does.Match(@"\A(bash \S+|cat )").And.Not.Contain("${{"), "logic belongs in a script, and values in its environment");
                    if (Regex.Match(command, @"\Abash (\S+)") is { Success: true } match)
                    {
                        Assert.That(File.Exists(Repository.PathOf(match.Groups[1].Value)), command);
                    }
                }
            }
        });
    }

    [Test]
    public async Task A_tag_that_is_not_on_main_is_no_release()
    {
        using var copy = new RepositoryCopy();
        await Git.RunAsync(copy.Root, "init", "--quiet", "--initial-branch=main");
        await Git.RunAsync(copy.Root, "commit", "--quiet", "--allow-empty", "-m", "On main");
        await Git.RunAsync(copy.Root, "update-ref", "refs/remotes/origin/main", "HEAD");
        Assert.That(await copy.RunAsync("bash", "build/check-tag.sh"), Is.EqualTo((0, "")));
        await Git.RunAsync(copy.Root, "commit", "--quiet", "--allow-empty", "-m", "Beside it");
        Assert.That(await copy.RunAsync("bash", "build/check-tag.sh"), Is.EqualTo((1, "This commit is not on main: merge it first, then tag it.\n")));
    }

    [Test]
    public async Task A_change_of_the_public_surface_is_summed_up()
    {
        using var copy = new RepositoryCopy();
        var surface = copy.PathOf("tests/TwilioConversations.Tests/PublicApi/Some.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(surface)!);
        await File.WriteAllTextAsync(surface, "one\ntwo\n");
        await Git.RunAsync(copy.Root, "init", "--quiet");
        await Git.RunAsync(copy.Root, "add", ".");
        await Git.RunAsync(copy.Root, "commit", "--quiet", "-m", "Before");
        Assert.That(await SummaryAsync("HEAD"), Is.EqualTo("## Public surface\nUnchanged.\n"));
        Assert.That(await SummaryAsync("0000000000000000000000000000000000000000"), Is.EqualTo("## Public surface\nNothing to compare with.\n"));
        await File.WriteAllTextAsync(surface, "one\nthree\n");
        await Git.RunAsync(copy.Root, "commit", "--quiet", "-a", "-m", "After");
        Assert.That(await SummaryAsync("HEAD~1"), Does.StartWith("## Public surface\n```diff\n").And.Contain("-two\n+three\n```\n"));

        async Task<string> SummaryAsync(string commit) => (await copy.RunAsync("bash", "build/api-changes.sh", commit)).Output;
    }

    private static Dictionary<object, object> Parse(string name) =>
        new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(File.ReadAllText(Path.Combine(Workflows, name)));

    private static Dictionary<object, object> Map(object node) => (Dictionary<object, object>)node;
}
