using System.Text.RegularExpressions;

namespace TwilioConversations.Tests.Infra;

/// <summary>What is needed to build the packages, or everything, copied to a folder of its own; gone with the test.</summary>
internal sealed class RepositoryCopy : IDisposable
{
    private static readonly string[] Folders = ["openapi", "build", "src/TwilioConversations", "src/TwilioConversations.Testing"];
    private static readonly string[] Files = ["nswag.json", "README.md", "CHANGELOG.md", "global.json", ".editorconfig", "Directory.Build.props", "Directory.Packages.props"];

    public RepositoryCopy(bool everything = false)
    {
        foreach (var file in (everything ? [.. Folders, "src", "tests"] : Folders).SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*", SearchOption.AllDirectories)).Concat((everything ? [.. Files, "Conversations.sln", "CONTRIBUTING.md"] : Files).Select(Repository.PathOf)))
        {
            var relative = Path.GetRelativePath(Repository.Root, file);
            if (!Regex.IsMatch(relative, @"[\\/](bin|obj)[\\/]"))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(PathOf(relative))!);
                File.Copy(file, PathOf(relative), overwrite: true);
            }
        }
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("conversations-").FullName;

    public string PathOf(string file) => Path.Combine(Root, file);

    /// <summary>Runs dotnet on a project of the copy.</summary>
    public Task<(int ExitCode, string Output)> DotnetAsync(string command, string project, params string[] arguments) =>
        Shell.RunAsync(Root, "dotnet", [command, project, "-nodeReuse:false", .. arguments]);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
