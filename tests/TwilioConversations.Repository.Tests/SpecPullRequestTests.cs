using System.Text.Json.Nodes;
using TwilioConversations.Tests.Infra;
using YamlDotNet.Serialization;

namespace TwilioConversations.Tests;

/// <summary>The pull request that the weekly comparison opens, adds to and closes.</summary>
[Platform(Exclude = "Win", Reason = "puts shell scripts on the path as Unix does")]
[Parallelizable(ParallelScope.All)]
public class SpecPullRequestTests
{
    private const string Drifted = "0 breaking, 1 additive, 0 documentation; 0 stale and 44 known differences.";
    private const string Listing = "pr list --state open --limit 500 --json isCrossRepository,headRefName --jq .[] | [.isCrossRepository, .headRefName] | @tsv";

    [Test]
    public async Task No_drift_leaves_the_document_alone_and_opens_no_pull_request()
    {
        using var repository = await GitHubRepository.CreateAsync();
        var report = repository.PathOf("report.md");
        var document = await File.ReadAllTextAsync(repository.Document);
        var (exitCode, output) = await repository.RunAsync("build/spec-update.sh", report, Repository.PathOf("tests/TwilioConversations.Repository.Tests/Fixtures/upstream.json"));
        Assert.That(exitCode, Is.Zero, output);
        Assert.That(await File.ReadAllTextAsync(report), Does.Contain($"\n{Drift.NoDrift}"));
        Assert.That(await File.ReadAllTextAsync(repository.Document), Is.EqualTo(document));
        Assert.That(await repository.KeepPullRequestAsync("No drift; 44 known differences."), Is.EqualTo((0, "No drift, no pull request.\n")));
        Assert.That(repository.Asked, Is.EqualTo(new[] { Listing }));
    }

    [Test]
    public async Task Drift_opens_a_pull_request_and_starts_its_checks()
    {
        using var repository = await GitHubRepository.CreateAsync();
        repository.SetOpenPullRequests(("some-feature", false), ("spec-drift-of-a-fork", true));
        await File.AppendAllTextAsync(repository.Document, "# changed\n");
        var (exitCode, output) = await repository.KeepPullRequestAsync(Drifted);
        Assert.That(exitCode, Is.Zero, output);
        var branch = (await Git.RunAsync(repository.Origin, "branch", "--format", "%(refname:short)")).Trim();
        Assert.Multiple(async () =>
        {
            Assert.That(branch, Does.Match(@"\Aspec-drift-\d{8}-\d{6}\z"));
            Assert.That(repository.Asked, Is.EqualTo(new[]
            {
                Listing,
                $"pr create --head {branch} --title Drift of the upstream document --body-file {repository.PathOf("report.md")}",
                $"workflow run ci.yml --ref {branch}",
            }));
            Assert.That(await Git.RunAsync(repository.Origin, "show", "--stat", "--format=%s", branch), Does.StartWith("Follow the upstream OpenAPI document").And.Contain($"{Repository.Document} | 1 +"));
        });
    }

    [Test]
    public async Task Drift_that_nothing_can_be_written_for_opens_a_pull_request_all_the_same()
    {
        using var repository = await GitHubRepository.CreateAsync();
        var (exitCode, output) = await repository.KeepPullRequestAsync("1 breaking, 0 additive, 0 documentation; 0 stale and 44 known differences.");
        Assert.That(exitCode, Is.Zero, output);
        Assert.That(repository.Asked, Has.Some.StartsWith("pr create --head spec-drift-"));
    }

    [Test]
    public async Task What_a_maintainer_wrote_on_the_branch_stays_when_more_drift_comes()
    {
        using var repository = await GitHubRepository.CreateAsync();
        var upstream = repository.PathOf("upstream.json");
        await WriteUpstreamAsync(upstream, "Nickname");
        await RunAsync(repository, "build/spec-update.sh", repository.PathOf("first.md"), upstream);
        await repository.KeepPullRequestAsync(Drifted, upstream);
        var branch = (await Git.RunAsync(repository.Origin, "branch", "--format", "%(refname:short)")).Trim();
        repository.SetOpenPullRequests((branch, false));

        await File.WriteAllTextAsync(repository.Document, (await File.ReadAllTextAsync(repository.Document)).Replace("To be written.", "The name that others see.", StringComparison.Ordinal));
        var maintainers = await repository.CommitAsync("Describe the nickname");
        await Git.RunAsync(repository.Checkout, "push", "--quiet", "origin", $"HEAD:{branch}");

        await Git.RunAsync(repository.Checkout, "switch", "--quiet", "main");
        await File.AppendAllTextAsync(Path.Combine(repository.Checkout, "README.md"), "More.\n");
        var main = await repository.CommitAsync("Say more");
        await WriteUpstreamAsync(upstream, "Nickname", "Motto");
        var (exitCode, output) = await repository.KeepPullRequestAsync(Drifted, upstream);
        Assert.That(exitCode, Is.Zero, output);

        var document = await Git.RunAsync(repository.Origin, "show", $"{branch}:{Repository.Document}");
        Assert.Multiple(async () =>
        {
            Assert.That(document, Does.Match("""(?s)  Nickname:\n +type: string\n +description: The name that others see\.\n +Motto:\n +type: string\n +description: To be written\."""));
            Assert.That(document.Split("  Nickname:"), Has.Length.EqualTo(2));
            Assert.That(await Git.RunAsync(repository.Origin, "log", "--format=%H", branch), Does.Contain(maintainers).And.Contain(main));
            Assert.That(repository.Asked[^2..], Is.EqualTo(new[] { $"pr edit {branch} --body-file {repository.PathOf("report.md")}", $"workflow run ci.yml --ref {branch}" }));
        });

        await Git.RunAsync(repository.Checkout, "switch", "--quiet", "main");
        (exitCode, output) = await repository.KeepPullRequestAsync(Drifted, upstream);
        Assert.That(exitCode, Is.Zero, output);
        Assert.That(repository.Asked[^1], Does.StartWith("pr edit"), "where nothing was pushed, there is nothing to check");
    }

    [Test]
    public async Task A_branch_that_main_cannot_be_merged_into_is_left_as_it_is()
    {
        using var repository = await GitHubRepository.CreateAsync();
        await Git.RunAsync(repository.Checkout, "switch", "--quiet", "--create", "spec-drift-1");
        await File.AppendAllTextAsync(repository.Document, "# theirs\n");
        var theirs = await repository.CommitAsync("Theirs");
        await Git.RunAsync(repository.Checkout, "push", "--quiet", "origin", "spec-drift-1");
        await Git.RunAsync(repository.Checkout, "switch", "--quiet", "main");
        await File.AppendAllTextAsync(repository.Document, "# ours\n");
        await repository.CommitAsync("Ours");
        repository.SetOpenPullRequests(("spec-drift-1", false));
        var (exitCode, output) = await repository.KeepPullRequestAsync(Drifted);
        Assert.Multiple(async () =>
        {
            Assert.That(exitCode, Is.EqualTo(1), output);
            Assert.That(output, Does.Contain("main cannot be merged into spec-drift-1"));
            Assert.That(await Git.RunAsync(repository.Origin, "rev-parse", "spec-drift-1"), Is.EqualTo(theirs + "\n"));
        });
    }

    [Test]
    public async Task A_drift_that_is_gone_closes_its_pull_request()
    {
        using var repository = await GitHubRepository.CreateAsync();
        repository.SetOpenPullRequests(("spec-drift-1", false));
        var (exitCode, output) = await repository.KeepPullRequestAsync("No drift; 44 known differences.");
        Assert.That(exitCode, Is.Zero, output);
        Assert.That(repository.Asked[^1], Is.EqualTo("pr close spec-drift-1 --comment The drift is gone. The branch stays as it is."));
    }

    [Test]
    public void The_checks_that_it_starts_can_be_started()
    {
        var workflows = Repository.PathOf(".github/workflows");
        var script = File.ReadAllText(Repository.PathOf("build/spec-pull-request.sh"));
        var yaml = new DeserializerBuilder().Build();
        var ci = yaml.Deserialize<Dictionary<string, object>>(File.ReadAllText(Path.Combine(workflows, "ci.yml")));
        var spec = File.ReadAllText(Path.Combine(workflows, "spec.yml"));
        Assert.That(script, Does.Contain("gh workflow run ci.yml "));
        Assert.That((Dictionary<object, object>)ci["on"], Contains.Key("workflow_dispatch"));
        Assert.That(spec, Does.Contain("actions: write").And.Contain("fetch-depth: 0"), "to start it, and to merge");
    }

    private static Task WriteUpstreamAsync(string file, params string[] names) => File.WriteAllTextAsync(file, Drift.Changed([.. names.Select(AddField)]));

    private static Action<JsonObject> AddField(string name) => root =>
    {
        foreach (var form in new[] { Drift.CreateForm, Drift.CreateServiceForm })
        {
            Drift.At(root, form + "/properties")[name] = Drift.Node("""{"type":"string"}""");
        }
    };

    private static async Task RunAsync(GitHubRepository repository, params string[] arguments)
    {
        var (exitCode, output) = await repository.RunAsync(arguments);
        Assert.That(exitCode, Is.Zero, output);
    }
}
