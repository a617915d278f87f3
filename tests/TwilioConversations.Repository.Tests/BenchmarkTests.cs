using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The benchmarks are only worth their figures while each client does the work.</summary>
public class BenchmarkTests
{
    [Test]
    public async Task Each_client_of_the_benchmarks_does_all_of_the_work_once() => Assert.That(await RunAsync("check"), Does.Contain("5 clients did the same work."));

    [Test]
    public async Task The_clients_do_what_the_README_says_of_them() => Assert.That(await File.ReadAllTextAsync(Repository.PathOf("README.md")), Does.Contain($"\n\n{await RunAsync("compare")}\n"));

    private static async Task<string> RunAsync(string verb)
    {
        var (exitCode, output) = await Shell.RunAsync(Path.GetTempPath(), "dotnet", [Repository.AssemblyOf("tests/TwilioConversations.Benchmarks"), verb]);
        Assert.That(exitCode, Is.Zero, output);
        return output;
    }
}
