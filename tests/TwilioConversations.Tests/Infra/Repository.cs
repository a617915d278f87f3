using System.Text.RegularExpressions;

namespace TwilioConversations.Tests.Infra;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>The path of the document that everything is generated from, in the checkout or in a copy of it.</summary>
    public const string Document = "openapi/twilio_conversations_v1.yaml";

    public static string Root { get; } = FindRoot();

    /// <summary>The C# and the templates that are written by hand.</summary>
    public static IEnumerable<string> Code =>
        FilesUnder("build").Concat(FilesUnder("src")).Concat(FilesUnder("tests")).Where(file => Path.GetExtension(file) is ".cs" or ".liquid");

    public static string PathOf(string file) => Path.Combine(Root, file);

    public static string RelativePathOf(string file) => Path.GetRelativePath(Root, file);

    /// <summary>The files in a folder and its subfolders, except those that builds leave there.</summary>
    public static IEnumerable<string> FilesUnder(string folder) =>
        Directory.EnumerateFiles(PathOf(folder), "*", SearchOption.AllDirectories).Where(file => !Regex.IsMatch(RelativePathOf(file), @"[\\/](bin|obj)[\\/]"));

    /// <summary>The assembly of a project that is built beside the tests, for the same configuration.</summary>
    public static string AssemblyOf(string project) =>
        Path.Combine(PathOf(project), Regex.Match(TestContext.CurrentContext.TestDirectory, @"bin[\\/]\w+[\\/][^\\/]+[\\/]?\z").Value, Path.GetFileName(project) + ".dll");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "nswag.json")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside a checkout.");
        }

        return folder.FullName;
    }
}
