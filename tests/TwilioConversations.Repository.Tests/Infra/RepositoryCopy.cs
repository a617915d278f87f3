using System.Text.RegularExpressions;

namespace TwilioConversations.Tests.Infra;

/// <summary>A copy of the files that the packages, and if needed the tests of their public surface, are built from. Its folder has a space in its name and is deleted after the test.</summary>
internal sealed class RepositoryCopy : IDisposable
{
    private const string Tests = "tests/TwilioConversations.Tests";

    /// <summary>For a build of which a test asks anything but warnings: half the time.</summary>
    public static readonly (string Name, string Value) NoAnalyzers = ("RunAnalyzers", "false");

    private static readonly string[] Folders = ["openapi", "build", "src/TwilioConversations", "src/TwilioConversations.Testing"];
    private static readonly string[] Files = ["nswag.json", "README.md", "CHANGELOG.md", "global.json", ".editorconfig", "Directory.Build.props", "Directory.Packages.props"];

    // What those tests need, and of their project nothing else, which would only be compiled.
    private static readonly string[] SurfaceFolders = ["src/TwilioConversations.AccessTokens", "src/TwilioConversations.AspNetCore", "src/TwilioConversations.DependencyInjection", $"{Tests}/PublicApi"];
    private static readonly string[] SurfaceFiles = ["CONTRIBUTING.md", $"{Tests}/TwilioConversations.Tests.csproj", $"{Tests}/PublicApiTests.cs", $"{Tests}/Infra/PublicSurface.cs", $"{Tests}/Infra/Repository.cs"];

    public RepositoryCopy(bool withSurfaceTests = false)
    {
        var (folders, files) = withSurfaceTests ? ([.. Folders, .. SurfaceFolders], [.. Files, .. SurfaceFiles]) : (Folders, Files);
        foreach (var file in folders.SelectMany(Repository.FilesUnder).Concat(files.Select(Repository.PathOf)))
        {
            var copy = PathOf(Repository.RelativePathOf(file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        if (withSurfaceTests)
        {
            var project = PathOf($"{Tests}/TwilioConversations.Tests.csproj");
            File.WriteAllText(project, Regex.Replace(File.ReadAllText(project), @"<ProjectReference Include=""[^""]*\.Cli\.csproj"" />", ""));
            File.WriteAllText(PathOf("Conversations.slnx"), $"<Solution><Project Path=\"{Tests}/TwilioConversations.Tests.csproj\" /></Solution>");
        }
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("conversations with a space-").FullName;

    public string PathOf(string file) => Path.Combine(Root, file);

    /// <summary>Runs a program at the root of the copy; what it builds is built without analyzers.</summary>
    public Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments) => Shell.RunAsync(Root, program, arguments, NoAnalyzers);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
