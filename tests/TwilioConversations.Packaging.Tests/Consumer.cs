using System.Text.RegularExpressions;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Packaging.Tests;

/// <summary>A user's project, in a folder of its own, that restores the packages from the folder that they were packed to.</summary>
/// <remarks>A package is named by its ID, or by its ID, a slash and a version.</remarks>
internal sealed class Consumer : IDisposable
{
    private static readonly string Central = File.ReadAllText(Repository.PathOf("Directory.Packages.props"));

    // Beside the project: files inside it would be compiled.
    private readonly string _unpacked = Directory.CreateTempSubdirectory("unpacked-").FullName;

    public Consumer(string source, string properties, params string[] packages)
    {
        var code = File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "Consumers", source));
        File.WriteAllText(PathOf("Program.cs"), code);
        File.WriteAllText(PathOf("consumer.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                {properties}
                <LangVersion>latest</LangVersion>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <MSBuildTreatWarningsAsErrors>true</MSBuildTreatWarningsAsErrors>
                <!-- Known of the packages' own dependencies: a source that lacks the lowest version, an advisory of tomorrow. -->
                <NoWarn>$(NoWarn);NU1603;NU1901;NU1902;NU1903;NU1904</NoWarn>
                <RestoreAdditionalProjectSources>{Packages.Folder}</RestoreAdditionalProjectSources>
                <!-- These packages unpack here and go with it; those of others are used where they are. -->
                <RestorePackagesPath>{_unpacked}</RestorePackagesPath>
                <RestoreFallbackFolders>{GlobalPackages}</RestoreFallbackFolders>
              </PropertyGroup>
              <ItemGroup>
                {string.Join("\n    ", packages.Select(package => package.Split('/')).Select(package => $"<PackageReference Include=\"{package[0]}\" Version=\"{package.ElementAtOrDefault(1) ?? VersionOf(package[0])}\" />"))}
              </ItemGroup>
            </Project>
            """);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("consumer-").FullName;

    private static string GlobalPackages => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    public string PathOf(string file) => Path.Combine(Folder, file);

    /// <summary>Runs dotnet on the project and gives what it printed; fails the test if dotnet fails.</summary>
    public async Task<string> DotnetAsync(string command, params string[] arguments)
    {
        var (exitCode, output) = await Shell.RunAsync(Folder, "dotnet", [command, "consumer.csproj", .. arguments], ("DOTNET_CLI_UI_LANGUAGE", "en"));
        Assert.That(exitCode, Is.Zero, output);
        return output;
    }

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        Directory.Delete(_unpacked, recursive: true);
    }

    private static string VersionOf(string package) => Packages.Ids.Contains(package)
        ? Packages.Version
        : Regex.Match(Central, $"Include=\"{Regex.Escape(package)}\" Version=\"([^\"]+)\"") is { Success: true } match ? match.Groups[1].Value : throw new ArgumentException($"{package} has no version in Directory.Packages.props.");
}
