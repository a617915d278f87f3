using System.Text.RegularExpressions;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Packaging.Tests;

/// <summary>The first ten minutes of a new user: the README's commands and program, as printed.</summary>
public class FirstStepsTests
{
    [Test]
    public async Task The_README_leads_from_an_empty_folder_to_a_program_that_talks_to_the_emulator()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("The README's commands are for a POSIX shell.");
        }

        var readme = await File.ReadAllTextAsync(Repository.PathOf("README.md"));
        var program = Regex.Match(readme, "```csharp\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
        var folder = Directory.CreateTempSubdirectory("first-steps-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "nuget.config"), $"""
                <configuration><packageSources><add key="packed" value="{Packages.Folder}" /></packageSources></configuration>
                """);
            await File.WriteAllTextAsync(Path.Combine(folder, "first-program.cs"), program);
            var script = $"""
                set -e
                {Commands(readme, "Install")}
                mv ../first-program.cs Program.cs
                {Commands(readme, "Try it without an account")}
                """;
            var (exitCode, output) = await Shell.RunAsync(
                folder,
                "bash",
                ["-c", script],
                ("DOTNET_CLI_HOME", folder),
                ("DOTNET_CLI_UI_LANGUAGE", "en"),
                ("PATH", $"{folder}/.dotnet/tools:{Environment.GetEnvironmentVariable("PATH")}"),
                // The packages of the tests go with the folder; those of others are used from where they are.
                ("NUGET_PACKAGES", Path.Combine(folder, "unpacked")),
                ("NUGET_FALLBACK_PACKAGES", Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages")));
            Assert.That(exitCode, Is.Zero, output);
            Assert.That(output, Does.Contain("alice joined at"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Commands(string readme, string heading)
    {
        var block = Regex.Match(readme, $"## {heading}\n.*?```sh\n(.*?)```", RegexOptions.Singleline);
        Assert.That(block.Success, $"The README has no commands under {heading}.");
        return block.Groups[1].Value;
    }
}
