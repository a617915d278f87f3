namespace TwilioConversations.Tests.Infra;

/// <summary>What is needed to build the packages, or the tests as well, copied to a folder of its own; gone with the test.</summary>
internal sealed class RepositoryCopy : IDisposable
{
    private const string Tests = "tests/TwilioConversations.Tests";

    private static readonly string[] Folders = ["openapi", "build", "src/TwilioConversations", "src/TwilioConversations.Testing"];
    /// <summary>For a build of which a test asks anything but warnings: half the time.</summary>
    public static readonly (string Name, string Value) NoAnalyzers = ("RunAnalyzers", "false");

    private static readonly string[] Files = ["nswag.json", "README.md", "CHANGELOG.md", "global.json", ".editorconfig", "Directory.Build.props", "Directory.Packages.props"];

    public RepositoryCopy(bool withTests = false)
    {
        var folders = withTests ? ["openapi", "build", "src", "tests/TwilioConversations.Inbox", Tests] : Folders;
        var files = withTests ? [.. Files, "CONTRIBUTING.md"] : Files;
        foreach (var file in folders.SelectMany(Repository.FilesUnder).Concat(files.Select(Repository.PathOf)))
        {
            var copy = PathOf(Repository.RelativePathOf(file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        if (withTests)
        {
            File.WriteAllText(PathOf("Conversations.slnx"), $"<Solution><Project Path=\"{Tests}/TwilioConversations.Tests.csproj\" /></Solution>");
        }
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("conversations-").FullName;

    public string PathOf(string file) => Path.Combine(Root, file);

    /// <summary>Runs dotnet on a project of the copy, without analyzers.</summary>
    public Task<(int ExitCode, string Output)> DotnetAsync(string command, string project, params string[] arguments) =>
        Shell.RunAsync(Root, "dotnet", [command, project, .. arguments], NoAnalyzers);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
