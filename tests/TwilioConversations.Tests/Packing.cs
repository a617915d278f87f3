using System.Text.RegularExpressions;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The packages as somebody else's project meets them.</summary>
public class Packing
{
    [Test]
    public async Task A_fresh_test_project_runs_the_READMEs_test_against_the_packed_emulator()
    {
        // A version of its own, so that no package of an earlier run is taken for this one.
        var version = $"0.0.0-t{Guid.NewGuid():N}";
        using var copy = new RepositoryCopy();
        foreach (var project in new[] { "src/TwilioConversations", "src/TwilioConversations.Testing" })
        {
            var packed = await copy.DotnetAsync("pack", project, $"-p:Version={version}", "-o", copy.PathOf("packages"));
            Assert.That(packed.ExitCode, Is.Zero, packed.Output);
        }

        var readme = await File.ReadAllTextAsync(Repository.PathOf("README.md"));
        var test = Regex.Match(readme, "```csharp\n(using NUnit.Framework;.*?)```", RegexOptions.Singleline);
        Assert.That(test.Success, "the README shows a test");
        var packages = File.ReadAllText(Repository.PathOf("Directory.Packages.props"));
        var consumer = Directory.CreateTempSubdirectory("consumer-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(consumer, "WelcomeTests.cs"), test.Groups[1].Value);
            await File.WriteAllTextAsync(Path.Combine(consumer, "consumer.csproj"), $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <TargetFramework>net10.0</TargetFramework>
                    <Nullable>enable</Nullable>
                    <ImplicitUsings>enable</ImplicitUsings>
                    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                    <NoWarn>$(NoWarn);NU1603</NoWarn>
                    <WarningsNotAsErrors>NU1901;NU1902;NU1903;NU1904</WarningsNotAsErrors>
                    <RestoreAdditionalProjectSources>{copy.PathOf("packages")}</RestoreAdditionalProjectSources>
                  </PropertyGroup>
                  <ItemGroup>
                    <PackageReference Include="TwilioConversations.Testing" Version="{version}" />
                    <PackageReference Include="NUnit" Version="{VersionOf("NUnit")}" />
                    <PackageReference Include="NUnit3TestAdapter" Version="{VersionOf("NUnit3TestAdapter")}" />
                    <PackageReference Include="Microsoft.NET.Test.Sdk" Version="{VersionOf("Microsoft.NET.Test.Sdk")}" />
                  </ItemGroup>
                </Project>
                """);
            var (exitCode, output) = await Shell.RunAsync(consumer, "dotnet", ["test", "-nodeReuse:false"], ("DOTNET_CLI_UI_LANGUAGE", "en"));
            Assert.That(exitCode, Is.Zero, output);
            Assert.That(output, Does.Match(@"Failed:\s+0, Passed:\s+1,"));
        }
        finally
        {
            Directory.Delete(consumer, recursive: true);
            foreach (var package in new[] { "twilioconversations", "twilioconversations.testing" })
            {
                var cached = Path.Combine(Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"), package, version);
                if (Directory.Exists(cached))
                {
                    Directory.Delete(cached, recursive: true);
                }
            }
        }

        string VersionOf(string package) => Regex.Match(packages, $"Include=\"{Regex.Escape(package)}\" Version=\"([^\"]+)\"").Groups[1].Value;
    }
}
