using System.Globalization;
using System.Text.RegularExpressions;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The links of the documents lead to existing targets, and the documents are complete. <c>SampleTests</c> builds their code.</summary>
public class DocumentationTests
{
    private const int MaximumReadmeLines = 200;

    private static readonly string[] Folders = [".github", "build", "openapi", "src", "tests"];

    /// <summary>Every document of the repository, from its root, with slashes.</summary>
    internal static IEnumerable<string> Documents => Directory.EnumerateFiles(Repository.Root, "*.md")
        .Concat(Folders.SelectMany(Repository.FilesUnder).Where(file => Path.GetExtension(file) == ".md"))
        .Select(file => Repository.RelativePathOf(file).Replace('\\', '/'));

    [Test]
    public void Every_relative_link_leads_to_a_file_and_to_a_heading_that_exist()
    {
        var wrong =
            from document in Documents
            from link in LinksOf(document)
            where !Exists(document, link)
            select $"{document}: {link}";
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Every_guide_is_linked_from_the_README()
    {
        var links = LinksOf("README.md").ToList();
        Assert.That(Documents.Where(document => document.StartsWith("build/docs/guides/", StringComparison.Ordinal) && !links.Contains(document)), Is.Empty);
    }

    [Test]
    public void The_README_is_short() => Assert.That(File.ReadLines(Repository.PathOf("README.md")).Count(), Is.LessThanOrEqualTo(MaximumReadmeLines));

    [Test]
    [Category("Words")]
    public void The_README_counts_the_operations_of_each_resource()
    {
        var counts = Regex.Matches(Read("README.md"), @"^\| .* \| (\d+) \|$", RegexOptions.Multiline).Select(row => int.Parse(row.Groups[1].Value, CultureInfo.InvariantCulture));
        var operations = Contract.Document.Paths.SelectMany(path => path.Value.Operations!.Values).ToList();
        Assert.That(counts, Is.EqualTo(operations.GroupBy(operation => operation.Tags!.Single().Reference.Id).Select(resource => resource.Count())));
        Assert.That(Read("README.md"), Does.Contain($"all {operations.Count} operations"));
    }

    private static string Read(string file) => File.ReadAllText(Repository.PathOf(file)).ReplaceLineEndings("\n");

    internal static string Prose(string document) => Regex.Replace(Read(document), "^```.*?^```", "", RegexOptions.Multiline | RegexOptions.Singleline);

    private static IEnumerable<string> LinksOf(string document) => Regex.Matches(Prose(document), @"\]\(([^)\s]+)\)").Select(link => link.Groups[1].Value)
        // Pages of the repository's host, not of the repository.
        .Where(link => !Regex.IsMatch(link, @"^(https?:|mailto:|xref:|(\.\./)+(actions|issues|security)/)"));

    private static bool Exists(string document, string link)
    {
        var parts = link.Split('#');
        var target = parts[0].Length == 0 ? document : Path.Combine(Path.GetDirectoryName(document)!, parts[0]);
        return parts.Length == 1
            ? Path.Exists(Repository.PathOf(target))
            : File.Exists(Repository.PathOf(target)) && Regex.Matches(Prose(target), "^#+ (.*)$", RegexOptions.Multiline).Any(heading => Anchor(heading.Groups[1].Value) == parts[1]);
    }

    // As GitHub makes it of a heading.
    private static string Anchor(string heading) => Regex.Replace(heading.Trim().ToLowerInvariant().Replace(' ', '-'), @"[^\w-]", "");
}
