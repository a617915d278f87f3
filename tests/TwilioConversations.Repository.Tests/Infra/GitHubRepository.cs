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

    /// <summary>What gh was asked, in order.</summary>
    public string[] Asked => File.Exists(PathOf("asked")) ? File.ReadAllLines(PathOf("asked")) : [];

    public static async Task<GitHubRepository> CreateAsync()
    {
        var repository = new GitHubRepository();
        await Git.RunAsync(repository.Origin, "init", "--quiet", "--bare");
        await Git.RunAsync(repository.Checkout, "init", "--quiet", "--initial-branch", "main");
        await File.WriteAllTextAsync(Path.Combine(repository.Checkout, ".git", "info", "exclude"), "bin/\nobj/\n");
        await Git.RunAsync(repository.Checkout, "remote", "add", "origin", repository.Origin);
        await repository.CommitAsync("Before");
        var gh = repository.PathOf("gh");
        await File.WriteAllTextAsync(gh, "#!/bin/sh\ncd \"$(dirname \"$0\")\"\necho \"$@\" >> asked\nif [ \"$1 $2\" = 'pr list' ]; then cat open; fi\n");
        await Shell.RunAsync(repository.Checkout, "chmod", ["+x", gh]);
        repository.SetOpenPullRequests();
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

    /// <summary>Runs a script of the checkout.</summary>
    public Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) => _checkout.RunAsync("bash", arguments);

    /// <summary>Runs the script with a report that ends in a summary.</summary>
    public async Task<(int ExitCode, string Output)> KeepPullRequestAsync(string summary, params string[] upstream)
    {
        var report = PathOf("report.md");
        await File.WriteAllTextAsync(report, $"## Drift of the upstream document\n\n{summary}\n");
        return await Shell.RunAsync(Checkout, "bash", ["build/spec-pull-request.sh", report, .. upstream], RepositoryCopy.NoAnalyzers, ("PATH", $"{_tools.FullName}:{Environment.GetEnvironmentVariable("PATH")}"));
    }

    public string PathOf(string tool) => Path.Combine(_tools.FullName, tool);

    public void Dispose()
    {
        _checkout.Dispose();
        _tools.Delete(recursive: true);
        _origin.Delete(recursive: true);
    }
}
