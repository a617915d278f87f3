namespace TwilioConversations.Tests.Infra;

/// <summary>What is needed to build the packages, or everything, copied to a folder of its own; gone with the test.</summary>
internal sealed class RepositoryCopy : IDisposable
{
    private static readonly string[] Folders = ["openapi", "build", "src/TwilioConversations", "src/TwilioConversations.Testing"];
    private static readonly string[] Files = ["nswag.json", "README.md", "CHANGELOG.md", "global.json", ".editorconfig", "Directory.Build.props", "Directory.Packages.props"];

    public RepositoryCopy(bool everything = false)
    {
        var folders = everything ? ["openapi", "build", "src", "tests"] : Folders;
        var files = everything ? [.. Files, "Conversations.sln", "CONTRIBUTING.md"] : Files;
        foreach (var file in folders.SelectMany(Repository.FilesUnder).Concat(files.Select(Repository.PathOf)))
        {
            var copy = PathOf(Repository.RelativePathOf(file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("conversations-").FullName;

    public string PathOf(string file) => Path.Combine(Root, file);

    /// <summary>Runs dotnet on a project of the copy.</summary>
    public Task<(int ExitCode, string Output)> DotnetAsync(string command, string project, params string[] arguments) =>
        Shell.RunAsync(Root, "dotnet", [command, project, .. arguments]);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
