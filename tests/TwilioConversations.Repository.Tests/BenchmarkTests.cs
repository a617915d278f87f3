using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The benchmarks are only worth their figures while each client does the work.</summary>
public class BenchmarkTests
{
    [Test]
    public async Task Each_client_of_the_benchmarks_does_all_of_the_work_once() => Assert.That(await RunAsync("check"), Does.Contain("7 clients did the same work."));

    [TestCase("README.md", "twilio", "ours")]
    [TestCase("tests/TwilioConversations.Benchmarks/README.md")]
    public async Task The_comparison_tables_show_what_the_clients_do(string document, params string[] clients) =>
        Assert.That(await File.ReadAllTextAsync(Repository.PathOf(document)), Does.Contain($"\n\n{Headed(await RunAsync(["compare", .. clients]))}"));

    // In the README the columns have the names of the packages.
    private static string Headed(string table) => table.Replace("| | twilio | ours |", "| | `Twilio` 8.2.0 | `TwilioConversations` |", StringComparison.Ordinal);

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var (exitCode, output) = await Shell.RunAsync(Path.GetTempPath(), "dotnet", [Repository.AssemblyOf("tests/TwilioConversations.Benchmarks"), .. arguments]);
        Assert.That(exitCode, Is.Zero, output);
        return output;
    }
}
