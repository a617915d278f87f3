namespace TwilioConversations.Tests.Infra;

/// <summary>A checkout with a bare repository as its origin, and a program in place of <c>gh</c> that remembers what it is asked; gone with the test.</summary>
internal sealed class GitHubRepository : IDisposable
{
    private readonly RepositoryCopy _checkout = new();
    private readonly DirectoryInfo _tools = Directory.CreateTempSubdirectory("gh-");
    private readonly DirectoryInfo _origin = Directory.CreateTempSubdirectory("origin-");

    private GitHubRepository()
    {
    }

    public string Checkout => _checkout.Root;

    public string Origin => _origin.FullName;

    public string Document => _checkout.PathOf(Repository.Document);

    /// <summary>The arguments of each call of gh, in order.</summary>
    public string[] Asked => File.Exists(PathOf("asked")) ? File.ReadAllLines(PathOf("asked")) : [];

    /// <summary>The description of the pull request.</summary>
    public string Body
    {
        get => File.ReadAllText(PathOf("body"));
        set => File.WriteAllText(PathOf("body"), value);
    }

    public static async Task<GitHubRepository> CreateAsync()
    {
        var repository = new GitHubRepository();
        await Git.RunAsync(repository.Origin, "init", "--quiet", "--bare");
        await Git.RunAsync(repository.Checkout, "init", "--quiet", "--initial-branch", "main");
        await File.WriteAllTextAsync(Path.Combine(repository.Checkout, ".git", "info", "exclude"), "bin/\nobj/\n");
        await Git.RunAsync(repository.Checkout, "remote", "add", "origin", repository.Origin);
        // Upstream is the document itself here, so no difference is known.
        await File.WriteAllTextAsync(repository._checkout.PathOf("openapi/known-differences.json"), "[]\n");
        await repository.CommitAsync("Before");
        var gh = repository.PathOf("gh");
        await File.WriteAllTextAsync(gh, "#!/bin/sh\ncd \"$(dirname \"$0\")\"\necho \"$@\" >> asked\ncase \"$1 $2\" in 'pr list') cat open;; 'pr view') cat body;; 'pr create'|'pr edit') cp \"$(eval echo \\$$#)\" body;; esac\n");
        await Shell.RunAsync(repository.Checkout, "chmod", ["+x", gh]);
        repository.SetOpenPullRequests();
        repository.Body = "";
        await File.WriteAllTextAsync(repository.PathOf("pass.sh"), "exit 0\n");
        return repository;
    }

    /// <summary>The branches of the pull requests that are open.</summary>
    public void SetOpenPullRequests(params (string Branch, bool IsFromFork)[] open) =>
        File.WriteAllText(PathOf("open"), string.Concat(open.Select(request => $"{(request.IsFromFork ? "true" : "false")}\t{request.Branch}\n")));

    public async Task<string> CommitAsync(string subject)
    {
        await Git.RunAsync(Checkout, "add", ".");
        await Git.RunAsync(Checkout, "commit", "--quiet", "-m", subject);
        return (await Git.RunAsync(Checkout, "rev-parse", "HEAD")).Trim();
    }

    /// <summary>Compares with an upstream document in a checkout of main with all branches, as the first job does.</summary>
    public async Task<(int ExitCode, string Output)> CompareAsync(string upstream)
    {
        await Git.RunAsync(Checkout, "fetch", "--quiet", "origin");
        await Git.RunAsync(Checkout, "switch", "--quiet", "main");
        var result = await RunAsync("build/spec-update.sh", PathOf("drift"), upstream);
        await Git.RunAsync(Checkout, "restore", ".");
        await Git.RunAsync(Checkout, "switch", "--quiet", "main");
        return result;
    }

    /// <summary>Writes what the first job would have left, with the document as it is in the checkout, which is then as it was.</summary>
    public async Task LeaveAsync(int status, string report, string branch = "")
    {
        await Git.RunAsync(Checkout, "fetch", "--quiet", "origin");
        Directory.CreateDirectory(PathOf("drift"));
        await File.WriteAllTextAsync(PathOf("drift/drift.md"), report);
        foreach (var file in new[] { Document, _checkout.PathOf("openapi/known-differences.json") })
        {
            File.Copy(file, PathOf($"drift/{Path.GetFileName(file)}"), overwrite: true);
        }

        await Git.RunAsync(Checkout, "restore", ".");
        var before = branch.Length == 0 ? "\n" : await Git.RunAsync(Checkout, "rev-parse", $"origin/{branch}");
        await File.WriteAllTextAsync(PathOf("drift/state"), $"{status}\n{branch}\n{before}{await Git.RunAsync(Checkout, "rev-parse", "HEAD")}");
    }

    /// <summary>Does what the second job does.</summary>
    public async Task<(int ExitCode, string Output)> KeepPullRequestAsync()
    {
        await Git.RunAsync(Checkout, "switch", "--quiet", "main");
        return await RunAsync("build/spec-pull-request.sh", PathOf("drift"));
    }

    private Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) => Shell.RunAsync(
        Checkout, "bash", arguments, RepositoryCopy.NoAnalyzers, ("PATH", $"{_tools.FullName}:{Environment.GetEnvironmentVariable("PATH")}"), ("SPEC_TRY", PathOf("pass.sh")));

    public string PathOf(string tool) => Path.Combine(_tools.FullName, tool);

    public void Dispose()
    {
        _checkout.Dispose();
        _tools.Delete(recursive: true);
        _origin.Delete(recursive: true);
    }
}
