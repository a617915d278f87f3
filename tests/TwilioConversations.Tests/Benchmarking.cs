using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The benchmarks are only worth their figures while each client does the work.</summary>
public class Benchmarking
{
    [Test]
    public async Task Each_client_of_the_benchmarks_does_all_of_the_work_once()
    {
        // Built beside this project, for the same configuration.
        var folder = TestContext.CurrentContext.TestDirectory.Replace("TwilioConversations.Tests", "TwilioConversations.Benchmarks", StringComparison.Ordinal);
        var (exitCode, output) = await Shell.RunAsync(folder, "dotnet", ["TwilioConversations.Benchmarks.dll", "check"]);
        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output, Does.Contain("5 clients did the same work."));
    }
}
