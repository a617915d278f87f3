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
    public void A_workflow_calls_only_existing_commands_and_actions_by_their_commit(string name)
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
    public async Task A_tag_is_released_only_if_it_is_a_version_on_main_with_a_section_in_the_changelog()
    {
        using var copy = new RepositoryCopy();
        await File.WriteAllTextAsync(copy.PathOf("CHANGELOG.md"), Changelog);
        await Git.RunAsync(copy.Root, "init", "--quiet", "--initial-branch=main");
        await Git.RunAsync(copy.Root, "commit", "--quiet", "--allow-empty", "-m", "On main");
        await Git.RunAsync(copy.Root, "update-ref", "refs/remotes/origin/main", "HEAD");
        Assert.That(await CheckAsync("v1.2.3"), Is.EqualTo((0, "")));
        Assert.That(await CheckAsync("v1.2.3-beta.1"), Is.EqualTo((0, "")));
        Assert.That(await CheckAsync("v1.2"), Is.EqualTo((1, "v1.2 is not a version: name the tag v1.2.3 or v1.2.3-beta.1.\n")));
        Assert.That(await CheckAsync("vtest"), Is.EqualTo((1, "vtest is not a version: name the tag v1.2.3 or v1.2.3-beta.1.\n")));
        Assert.That(await CheckAsync("v1.2.4"), Is.EqualTo((1, "CHANGELOG.md has no section '## [1.2.4] - DATE': add it, then tag that commit.\n")));
        await Git.RunAsync(copy.Root, "commit", "--quiet", "--allow-empty", "-m", "Beside main");
        Assert.That(await CheckAsync("v1.2.3"), Is.EqualTo((1, "This commit is not on main: merge it first, then tag it.\n")));

        Task<(int ExitCode, string Output)> CheckAsync(string tag) => copy.RunAsync("bash", "build/check-tag.sh", tag);
    }

    [Test]
    public async Task The_packages_of_a_tool_for_single_platforms_are_pushed_before_the_package_that_names_them()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "Some.1.2.3", "Some.Cli.1.2.3", "Some.Cli.linux-x64.1.2.3", "Some.Cli.any.1.2.3" })
        {
            await File.WriteAllTextAsync(folder.PathOf(name + ".nupkg"), "");
        }

        var asked = await RunWithFakeAsync("dotnet", folder, "build/push.sh", folder.Root);
        Assert.That(
            asked.Select(line => Path.GetFileNameWithoutExtension(line.Split(' ')[2])),
            Is.EqualTo(new[] { "Some.Cli.any.1.2.3", "Some.Cli.linux-x64.1.2.3", "Some.1.2.3", "Some.Cli.1.2.3" }));
    }

    [TestCase("v1.2.3", "### Some\n\n- Stable.\n\n", "")]
    [TestCase("v1.2.3-beta.1", "### Some\n\n- Beta.\n\n", " --prerelease")]
    public async Task The_release_page_has_the_section_of_the_tag_and_the_bills_of_materials(string tag, string notes, string options)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.PathOf("Some.cdx.json"), "{}");
        using var copy = new RepositoryCopy();
        await File.WriteAllTextAsync(copy.PathOf("CHANGELOG.md"), Changelog);
        var asked = await RunWithFakeAsync("gh", folder, copy.PathOf("build/release-page.sh"), folder.Root, tag);
        var file = asked.Single().Split(" --notes-file ")[1].Split(' ')[0];
        Assert.That(asked.Single(), Is.EqualTo($"release create {tag} {folder.PathOf("Some.cdx.json")} --verify-tag --title {tag[1..]} --notes-file {file}{options}"));
        Assert.That(await File.ReadAllTextAsync(file), Is.EqualTo("\n" + notes));
        File.Delete(file);
    }

    [TestCase("v1.2.3", "1.2.3", "latest")]
    [TestCase("v1.2.3-beta.1", "1.2.3-beta.1")]
    public async Task The_image_is_published_under_its_version_and_as_the_latest_if_it_is_stable(string tag, params string[] names)
    {
        using var folder = new TemporaryFolder();
        var asked = await RunWithFakeAsync("skopeo", folder, "build/push-image.sh", "artifacts", tag);
        Assert.That(asked, Is.EqualTo(names
            .Select(name => $"copy --all oci-archive:artifacts/conversations-emulator.tar docker://ghcr.io/somebody/conversations/conversations-emulator:{name}")
            .Prepend("login ghcr.io --username somebody --password-stdin")));
    }

    [TestCaseSource(nameof(Names))]
    public void A_job_that_can_write_runs_no_build(string name)
    {
        var scripts =
            from job in Map(Parse(name)["jobs"]).Values.Select(Map)
            where job.TryGetValue("permissions", out var permissions) && Map(permissions).ContainsValue("write")
            from step in ((List<object>)job["steps"]).Select(Map)
            where step.ContainsKey("run")
            select Regex.Match((string)step["run"], @"\Abash (\S+)").Groups[1].Value;
        Assert.That(scripts.Where(script => Regex.IsMatch(File.ReadAllText(Repository.PathOf(script)), @"dotnet (build|pack|publish|restore|run|test|tool)\b")), Is.Empty);
    }

    [Test]
    public async Task A_difference_of_the_service_becomes_an_issue()
    {
        using var folder = new TemporaryFolder();
        var asked = await RunWithFakeAsync("gh", folder, "build/contract-issue.sh", folder.Root);
        Assert.That(asked[0], Does.StartWith("issue list --state open "));
        Assert.That(asked[1], Is.EqualTo($"issue create --title The service differs from what is assumed --body-file {folder.PathOf("contract.md")}"));
    }

    [Test]
    public async Task Without_credentials_the_contract_is_not_checked()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output) = await Shell.RunAsync(Repository.Root, "bash", ["build/contract.sh", folder.Root], ("TWILIO_API_KEY", ""), ("TWILIO_ACCOUNT_SID", ""));
        Assert.That((exitCode, output), Is.EqualTo((0, "differs=false\nNo credentials are set, so nothing was checked.\n")));
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

    private const string Changelog = """
        # Changelog

        ## [Unreleased]

        ## [1.2.3] - 2026-12-01

        ### Some

        - Stable.

        ## [1.2.3-beta.1] - 2026-11-01

        ### Some

        - Beta.

        ## [1.2.2] - 2026-10-01

        """;

    /// <summary>Runs a script with a program of that name that only writes down its arguments, and returns them, a line a call.</summary>
    private static async Task<string[]> RunWithFakeAsync(string program, TemporaryFolder folder, params string[] script)
    {
        var fake = folder.PathOf(program);
        await File.WriteAllTextAsync(fake, "#!/bin/sh\necho \"$@\" >> \"$(dirname \"$0\")/asked\"\n");
        await Shell.RunAsync(folder.Root, "chmod", ["+x", fake]);
        var (exitCode, output) = await Shell.RunAsync(
            Repository.Root, "bash", script, ("PATH", $"{folder.Root}:{Environment.GetEnvironmentVariable("PATH")}"), ("NUGET_API_KEY", "made-up"),
            ("GH_TOKEN", "made-up"), ("GITHUB_ACTOR", "somebody"), ("GITHUB_REPOSITORY", "Somebody/Conversations"));
        Assert.That(exitCode, Is.Zero, output);
        return await File.ReadAllLinesAsync(folder.PathOf("asked"));
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Root { get; } = Directory.CreateTempSubdirectory("release-").FullName;

        public string PathOf(string file) => Path.Combine(Root, file);

        public void Dispose() => Directory.Delete(Root, recursive: true);
    }

    private static Dictionary<object, object> Parse(string name) =>
        new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(File.ReadAllText(Path.Combine(Workflows, name)));

    private static Dictionary<object, object> Map(object node) => (Dictionary<object, object>)node;
}
