using TwilioConversations.Tests.Infra;
using YamlDotNet.Serialization;

namespace TwilioConversations.Tests;

/// <summary>The pull request that the weekly comparison opens, adds to and closes.</summary>
[Platform(Exclude = "Win", Reason = "puts shell scripts on the path as Unix does")]
[Parallelizable(ParallelScope.All)]
public class SpecPullRequestTests
{
    private const string Report = "## Drift of the upstream document\n\n0 breaking, 1 additive, 0 documentation; 0 stale and 44 known differences.\n";
    private const string Listing = "pr list --state open --limit 500 --json isCrossRepository,headRefName --jq .[] | [.isCrossRepository, .headRefName] | @tsv";

    [Test]
    public async Task A_change_that_is_reverted_and_made_again_reuses_the_descriptions_of_the_maintainer()
    {
        using var repository = await GitHubRepository.CreateAsync();
        var same = repository.PathOf("same.yaml");
        var more = repository.PathOf("more.yaml");
        var document = await File.ReadAllTextAsync(repository.Document);
        await File.WriteAllTextAsync(same, document);
        await File.WriteAllTextAsync(more, WithField(document, "Nickname"));

        // Nothing differs.
        Assert.That((await repository.CompareAsync(same)).ExitCode, Is.Zero);
        Assert.That(await File.ReadAllTextAsync(repository.PathOf("drift/drift.md")), Does.Contain("\nNo drift; 0 known differences."));
        Assert.That(await repository.KeepPullRequestAsync(), Is.EqualTo((0, "No drift, no pull request.\n")));

        // Upstream gains a field, and a maintainer describes it.
        await CompareAndKeepAsync(more);
        var first = await BranchAsync(repository);
        Assert.That(await DocumentOfAsync(first), Does.Contain("        Nickname:\n          type: string\n          description: To be written.\n"));
        await Git.RunAsync(repository.Checkout, "switch", "--quiet", "--detach", $"origin/{first}");
        await File.WriteAllTextAsync(repository.Document, (await File.ReadAllTextAsync(repository.Document)).Replace("To be written.", "The name that others see.", StringComparison.Ordinal));
        var maintainers = await repository.CommitAsync("Describe the nickname");
        await Git.RunAsync(repository.Checkout, "push", "--quiet", "origin", $"HEAD:{first}");
        repository.SetOpenPullRequests((first, false));

        // In the next week it has one more.
        await File.WriteAllTextAsync(more, WithField(WithField(document, "Nickname"), "Motto"));
        await CompareAndKeepAsync(more);
        Assert.That(await DocumentOfAsync(first), Does.Match("""(?s)  Nickname:\n +type: string\n +description: The name that others see\.\n.*Motto:\n +type: string\n +description: To be written\.""").Or.Match("""(?s)Motto:\n +type: string\n +description: To be written\.\n.*Nickname:\n +type: string\n +description: The name that others see\."""));
        Assert.That(await Git.RunAsync(repository.Origin, "log", "--format=%H", first), Does.Contain(maintainers));

        // Upstream takes the change back; the pull request is closed. Then it makes the change again.
        repository.SetOpenPullRequests();
        await Git.RunAsync(repository.Origin, "branch", "-m", first, "spec-drift-earlier");
        await Git.RunAsync(repository.Checkout, "fetch", "--quiet", "--prune", "origin");
        await File.WriteAllTextAsync(more, WithField(document, "Nickname"));
        await CompareAndKeepAsync(more);
        var second = (await Git.RunAsync(repository.Origin, "branch", "--format", "%(refname:short)")).Split('\n').Single(branch => branch.StartsWith("spec-drift-2", StringComparison.Ordinal));
        Assert.That(await DocumentOfAsync(second), Does.Contain("        Nickname:\n          type: string\n          description: \"The name that others see.\"\n"));

        async Task CompareAndKeepAsync(string upstream)
        {
            var (exitCode, output) = await repository.CompareAsync(upstream);
            Assert.That(exitCode, Is.Zero, output);
            (exitCode, output) = await repository.KeepPullRequestAsync();
            Assert.That(exitCode, Is.Zero, output);
            await Git.RunAsync(repository.Checkout, "fetch", "--quiet", "origin");
        }

        Task<string> DocumentOfAsync(string branch) => Git.RunAsync(repository.Origin, "show", $"{branch}:{Repository.Document}");
    }

    [Test]
    public async Task Drift_opens_a_pull_request_and_starts_its_checks()
    {
        using var repository = await GitHubRepository.CreateAsync();
        repository.SetOpenPullRequests(("some-feature", false), ("spec-drift-of-a-fork", true));
        await File.AppendAllTextAsync(repository.Document, "# changed\n");
        await repository.LeaveAsync(1, Report);
        var (exitCode, output) = await repository.KeepPullRequestAsync();
        Assert.That(exitCode, Is.Zero, output);
        var branch = await BranchAsync(repository);
        Assert.Multiple(async () =>
        {
            Assert.That(branch, Does.Match(@"\Aspec-drift-\d{8}-\d{6}\z"));
            Assert.That(repository.Asked, Is.EqualTo(new[]
            {
                Listing,
                $"pr create --head {branch} --title Drift of the upstream document --body-file {repository.PathOf("drift/body.md")}",
                $"workflow run ci.yml --ref {branch}",
            }));
            Assert.That(repository.Body, Does.Contain(Report));
            Assert.That(await Git.RunAsync(repository.Origin, "show", "--stat", "--format=%s", branch), Does.StartWith("Follow the upstream OpenAPI document").And.Contain($"{Repository.Document} | 1 +"));
        });
    }

    [Test]
    public async Task Drift_opens_a_pull_request_even_if_nothing_can_be_written()
    {
        using var repository = await GitHubRepository.CreateAsync();
        await repository.LeaveAsync(2, Report);
        var (exitCode, output) = await repository.KeepPullRequestAsync();
        Assert.That(exitCode, Is.Zero, output);
        Assert.That(repository.Asked, Has.Some.StartsWith("pr create --head spec-drift-"));
    }

    [Test]
    public async Task Drift_of_the_documentation_alone_opens_no_pull_request()
    {
        using var repository = await GitHubRepository.CreateAsync();
        await repository.LeaveAsync(0, "## Drift of the upstream document\n\n0 breaking, 0 additive, 1 documentation; 0 stale and 44 known differences.\n");
        Assert.That(await repository.KeepPullRequestAsync(), Is.EqualTo((0, "No drift, no pull request.\n")));
        Assert.That(repository.Asked, Is.EqualTo(new[] { Listing }));
    }

    [Test]
    public async Task Text_that_people_wrote_in_the_description_is_kept_and_a_long_report_is_shortened()
    {
        using var repository = await GitHubRepository.CreateAsync();
        await OpenAsync(repository);
        repository.Body = repository.Body.Replace("<!-- The workflow", "Waits for the release of May.\r\n<!-- The workflow", StringComparison.Ordinal) + "See also #12.\r\n";
        await File.WriteAllTextAsync(repository.Document, await Git.RunAsync(repository.Origin, "show", $"spec-drift-1:{Repository.Document}"));
        await repository.LeaveAsync(1, "## A newer report\n" + string.Concat(Enumerable.Repeat("| additive | … |\n", 5000)), "spec-drift-1");
        var (exitCode, output) = await repository.KeepPullRequestAsync();
        Assert.That(exitCode, Is.Zero, output);
        Assert.Multiple(() =>
        {
            Assert.That(repository.Body, Does.Match(@"(?s)Waits for the release of May\.\n.*## A newer report\n.*See also #12\."));
            Assert.That(repository.Body, Does.Not.Contain("1 additive"), "the earlier report is gone");
            Assert.That(repository.Body, Does.Match(@"\n\d+ more lines are in the summary of \[the run\]\(https://[^)]*/actions/runs/"));
            Assert.That(repository.Body, Has.Length.LessThan(65_536));
            Assert.That(repository.Asked[^1], Does.StartWith("pr edit spec-drift-1 "), "where nothing was pushed, there is nothing to check");
        });
    }

    [Test]
    public async Task A_branch_that_conflicts_with_main_is_not_updated()
    {
        using var repository = await GitHubRepository.CreateAsync();
        var theirs = await OpenAsync(repository);
        await File.AppendAllTextAsync(repository.Document, "# ours\n");
        await repository.CommitAsync("Ours");
        await repository.LeaveAsync(1, Report, "spec-drift-1");
        var (exitCode, output) = await repository.KeepPullRequestAsync();
        Assert.Multiple(async () =>
        {
            Assert.That(exitCode, Is.EqualTo(1), output);
            Assert.That(output, Does.Contain("main cannot be merged into spec-drift-1"));
            Assert.That((await Git.RunAsync(repository.Origin, "rev-parse", "spec-drift-1")).Trim(), Is.EqualTo(theirs));
        });
    }

    [Test]
    public async Task A_branch_that_changed_since_the_comparison_is_not_updated()
    {
        using var repository = await GitHubRepository.CreateAsync();
        await repository.LeaveAsync(1, Report);
        await OpenAsync(repository);
        var (exitCode, output) = await repository.KeepPullRequestAsync();
        Assert.That(exitCode, Is.EqualTo(1), output);
        Assert.That(output, Does.Contain("has changed since the comparison"));
    }

    [Test]
    public async Task A_drift_that_is_gone_closes_its_pull_request()
    {
        using var repository = await GitHubRepository.CreateAsync();
        await OpenAsync(repository);
        await repository.LeaveAsync(0, "No drift; 44 known differences.\n", "spec-drift-1");
        var (exitCode, output) = await repository.KeepPullRequestAsync();
        Assert.That(exitCode, Is.Zero, output);
        Assert.That(repository.Asked[^1], Is.EqualTo("pr close spec-drift-1 --comment The drift is gone. The branch stays, and its descriptions are found again if the drift comes back."));
    }

    [Test]
    public void Only_the_job_that_builds_nothing_may_write_and_it_can_start_the_checks()
    {
        var workflows = Repository.PathOf(".github/workflows");
        var yaml = new DeserializerBuilder().Build();
        var ci = yaml.Deserialize<Dictionary<string, object>>(File.ReadAllText(Path.Combine(workflows, "ci.yml")));
        var spec = File.ReadAllText(Path.Combine(workflows, "spec.yml"));
        var jobs = spec.Split("  pull-request:\n");
        Assert.That(File.ReadAllText(Repository.PathOf("build/spec-pull-request.sh")), Does.Contain("gh workflow run ci.yml ").And.Not.Contain("dotnet"));
        Assert.That((Dictionary<object, object>)ci["on"], Contains.Key("workflow_dispatch"));
        Assert.That(jobs[0], Does.Not.Contain(": write").And.Contain("persist-credentials: false").And.Contain("fetch-depth: 0"));
        Assert.That(jobs[1], Does.Contain("actions: write").And.Contain("fetch-depth: 0").And.Not.Contain("dotnet"));
    }

    /// <summary>Opens a pull request whose branch has one commit more than main, by the script.</summary>
    private static async Task<string> OpenAsync(GitHubRepository repository)
    {
        var state = repository.PathOf("drift/state");
        var earlier = File.Exists(state) ? await File.ReadAllTextAsync(state) : null;
        await File.AppendAllTextAsync(repository.Document, "# theirs\n");
        await repository.LeaveAsync(1, Report);
        await repository.KeepPullRequestAsync();
        var branch = await BranchAsync(repository);
        await Git.RunAsync(repository.Origin, "branch", "-m", branch, "spec-drift-1");
        await Git.RunAsync(repository.Checkout, "fetch", "--quiet", "--prune", "origin");
        await Git.RunAsync(repository.Checkout, "switch", "--quiet", "main");
        repository.SetOpenPullRequests(("spec-drift-1", false));
        if (earlier is not null)
        {
            await File.WriteAllTextAsync(state, earlier);
        }

        return (await Git.RunAsync(repository.Origin, "rev-parse", "spec-drift-1")).Trim();
    }

    private static async Task<string> BranchAsync(GitHubRepository repository) => (await Git.RunAsync(repository.Origin, "branch", "--format", "%(refname:short)")).Trim();

    private static string WithField(string document, string name)
    {
        var start = document.IndexOf("\n    CreateParticipantRequest:\n", StringComparison.Ordinal);
        return document.Insert(document.IndexOf("      properties:\n", start, StringComparison.Ordinal) + "      properties:\n".Length, $"        {name}:\n          type: string\n          description: Upstream's words.\n");
    }
}
