using System.IO.Compression;
using System.Text.RegularExpressions;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Packaging.Tests;

/// <summary>The packages, packed once for all tests as for a release, in a folder that stands in for the gallery.</summary>
[SetUpFixture]
public class Packages
{
    public static readonly string[] Ids = ["TwilioConversations", "TwilioConversations.DependencyInjection", "TwilioConversations.AccessTokens", "TwilioConversations.AspNetCore", "TwilioConversations.Testing", "TwilioConversations.Cli"];

    /// <summary>Always the same, so that only what has changed since an earlier run is compiled.</summary>
    public const string Version = "0.0.0-tests";

    /// <summary>The commit that the packages name as their source.</summary>
    public static string Commit { get; } = new('c', 40);

    public static string Folder { get; } = Directory.CreateTempSubdirectory("packages-").FullName;

    /// <summary>The assembly of the command line, as it was built with the tests.</summary>
    public static string Tool => Repository.PathOf(
        $"src/TwilioConversations.Cli/bin/{Regex.Match(TestContext.CurrentContext.TestDirectory, @"bin[\\/](\w+)").Groups[1].Value}/net10.0/TwilioConversations.Cli.dll");

    public static ZipArchive Open(string id, string extension = "nupkg") => ZipFile.OpenRead(Path.Combine(Folder, $"{id}.{Version}.{extension}"));

    [OneTimeSetUp]
    public async Task PackAsync()
    {
        // What a Release build of the solution made is packed as it is; before any other, it is made here. Analyzers are for the build of the solution.
        string[] built = Regex.IsMatch(TestContext.CurrentContext.TestDirectory, @"bin[\\/]Release[\\/]") ? ["--no-build"] : ["-p:RunAnalyzers=false"];
        var (exitCode, output) = await Shell.RunAsync(
            Repository.Root, "bash", ["build/pack.sh", Folder, $"-p:MinVerVersionOverride={Version}", $"-p:Version={Version}", .. built],
            ("GITHUB_REPOSITORY", "somebody/conversations"), ("GITHUB_SHA", Commit));
        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output, Does.Not.Match(@"warning (?!NU190[1-4]\b)"), "an advisory of tomorrow aside");
    }

    [OneTimeTearDown]
    public void Delete() => Directory.Delete(Folder, recursive: true);
}
