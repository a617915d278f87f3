using System.IO.Compression;
using System.Reflection;
using System.Reflection.Metadata;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Packaging.Tests;

/// <summary>The contents of the packages: everything that a user needs, and nothing of the build.</summary>
public class PackageContentTests
{
    private const int MaximumCoreBytes = 460 * 1024;

    [TestCaseSource(typeof(Packages), nameof(Packages.Ids))]
    public void A_package_has_its_description_tags_and_notes(string id)
    {
        var metadata = Metadata(id);
        Assert.Multiple(() =>
        {
            Assert.That(Value("id"), Is.EqualTo(id));
            Assert.That(Value("license"), Is.EqualTo("MIT"));
            Assert.That(Value("readme"), Is.EqualTo("README.md"));
            Assert.That(Value("icon"), Is.EqualTo("icon.png"));
            Assert.That(Value("projectUrl"), Is.EqualTo("https://github.com/somebody/conversations"));
            Assert.That((string?)metadata.Elements().Single(element => element.Name.LocalName == "repository").Attribute("url"), Is.EqualTo("https://github.com/somebody/conversations"));
            Assert.That(Value("tags"), Does.Contain("twilio"));
            Assert.That(Value("description"), Is.Not.Empty.And.Not.EqualTo("Package Description"));
            Assert.That(Value("releaseNotes"), Does.Match(@"\A(\w+\s+)?- ").And.Not.Contain("`").And.Not.Match(@"(?m)^#").And.Not.Contain("]("), "plain text");
            Assert.That(Names(id), Does.Contain("README.md").And.Contain("icon.png"));
        });

        string? Value(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;
    }

    [Test]
    public void Each_package_has_its_own_tags_and_release_notes()
    {
        foreach (var name in new[] { "tags", "releaseNotes" })
        {
            Assert.That(Packages.Ids.Select(id => Metadata(id).Elements().Single(element => element.Name.LocalName == name).Value), Is.Unique);
        }
    }

    [TestCase("TwilioConversations", "net8.0", "Microsoft.Extensions.Logging.Abstractions Newtonsoft.Json System.Threading.RateLimiting")]
    [TestCase("TwilioConversations", ".NETStandard2.0", "Microsoft.Bcl.AsyncInterfaces Microsoft.Bcl.TimeProvider Microsoft.Extensions.Logging.Abstractions Newtonsoft.Json System.Diagnostics.DiagnosticSource System.Text.Json System.Threading.RateLimiting")]
    [TestCase("TwilioConversations.DependencyInjection", "net8.0", "Microsoft.Extensions.Http TwilioConversations")]
    [TestCase("TwilioConversations.DependencyInjection", ".NETStandard2.0", "Microsoft.Extensions.Http TwilioConversations")]
    [TestCase("TwilioConversations.AccessTokens", "net8.0", "Microsoft.IdentityModel.JsonWebTokens")]
    [TestCase("TwilioConversations.AccessTokens", ".NETStandard2.0", "Microsoft.Bcl.TimeProvider Microsoft.IdentityModel.JsonWebTokens")]
    [TestCase("TwilioConversations.AspNetCore", "net8.0", "TwilioConversations")]
    [TestCase("TwilioConversations.Testing", "net10.0", "TwilioConversations")]
    public void A_package_has_only_the_dependencies_that_it_needs(string id, string framework, string expected)
    {
        var group = Metadata(id).Descendants().Single(element => element.Name.LocalName == "group" && element.Parent!.Name.LocalName == "dependencies" && (string?)element.Attribute("targetFramework") == framework);
        Assert.That(group.Elements().Select(dependency => (string?)dependency.Attribute("id")).Order(StringComparer.Ordinal), Is.EqualTo(expected.Split(' ')));
    }

    [TestCase("TwilioConversations", "net8.0", "netstandard2.0")]
    [TestCase("TwilioConversations.DependencyInjection", "net8.0", "netstandard2.0")]
    [TestCase("TwilioConversations.AccessTokens", "net8.0", "netstandard2.0")]
    [TestCase("TwilioConversations.AspNetCore", "net8.0")]
    [TestCase("TwilioConversations.Testing", "net10.0")]
    public void Each_framework_has_the_assembly_its_documentation_and_its_symbols(string id, params string[] frameworks)
    {
        Assert.Multiple(() =>
        {
            Assert.That(Names(id).Where(name => name.StartsWith("lib/", StringComparison.Ordinal)), Is.EquivalentTo(frameworks.SelectMany(framework => new[] { $"lib/{framework}/{id}.dll", $"lib/{framework}/{id}.xml" })));
            Assert.That(Names(id, "snupkg").Where(name => name.EndsWith(".pdb", StringComparison.Ordinal)), Is.EquivalentTo(frameworks.Select(framework => $"lib/{framework}/{id}.pdb")));
        });
    }

    [TestCaseSource(typeof(Packages), nameof(Packages.Ids))]
    public void Its_README_is_its_own_and_leads_to_the_repository(string id)
    {
        using var package = Packages.Open(id);
        var readme = Encoding.UTF8.GetString(Read(package.GetEntry("README.md")!));
        Assert.That(readme, Does.StartWith($"# {(id.EndsWith(".Cli", StringComparison.Ordinal) ? "conversations" : id)}\n"));
        var prose = Regex.Replace(readme, "^```.*?^```", "", RegexOptions.Multiline | RegexOptions.Singleline);
        var links = Regex.Matches(prose, @"\]\(([^)]+)\)").Select(link => link.Groups[1].Value).ToList();
        Assert.That(links, Is.All.StartsWith("https://"));
        foreach (var file in links.Select(link => Regex.Match(link, $"^https://(?:github.com/somebody/conversations/blob|raw.githubusercontent.com/somebody/conversations)/{Packages.Commit}/([^#]+)")).Where(link => link.Success))
        {
            Assert.That(File.Exists(Repository.PathOf(file.Groups[1].Value)), file.Value);
        }
    }

    [TestCase("TwilioConversations", typeof(ConversationsClient))]
    [TestCase("TwilioConversations.DependencyInjection", typeof(TwilioConversationsServiceCollectionExtensions))]
    [TestCase("TwilioConversations.Testing", typeof(Testing.ConversationsEmulator))]
    public void Its_documentation_has_every_public_member_and_no_other(string id, Type type)
    {
        using var package = Packages.Open(id);
        var built = XDocument.Load(Path.ChangeExtension(type.Assembly.Location, ".xml"));
        var names = XDocument.Parse(Encoding.UTF8.GetString(Read(package.GetEntry($"lib/{(id.EndsWith(".Testing", StringComparison.Ordinal) ? "net10.0" : "net8.0")}/{id}.xml")!)).TrimStart('\uFEFF')).Descendants("member").Select(member => (string)member.Attribute("name")!).ToHashSet();
        // A type's name ends where the name of a member, which holds no dot outside the parentheses, begins.
        var types = type.Assembly.GetExportedTypes().Select(exported => exported.FullName!.Replace('+', '.')).ToHashSet();
        Assert.Multiple(() =>
        {
            Assert.That(types.Select(name => $"T:{name}"), Is.SubsetOf(names));
            Assert.That(names.Where(name => !types.Contains(Regex.Match(name, name[0] == 'T' ? "^T:(.*)$" : @"^.:([^(]*)\.").Groups[1].Value)), Is.Empty, "the type is not public");
            foreach (var member in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).Where(method => !method.IsSpecialName))
            {
                Assert.That(names, Has.Some.Matches($"^M:{Regex.Escape(type.FullName!)}\\.{member.Name}(\\(|``|$)"));
            }
        });
        Assert.That(built.Descendants("member").Count(), Is.GreaterThan(names.Count), "the compiler wrote down what is not public, too");
    }

    [TestCaseSource(typeof(Packages), nameof(Packages.Ids))]
    public void No_assembly_and_no_symbols_contain_a_folder_of_the_machine(string id)
    {
        Assert.Multiple(() =>
        {
            foreach (var extension in new[] { "nupkg", "snupkg" })
            {
                using var package = Packages.Open(id, extension);
                foreach (var entry in package.Entries.Where(entry => Path.GetFileNameWithoutExtension(entry.Name).StartsWith("TwilioConversations", StringComparison.Ordinal)))
                {
                    var bytes = Read(entry);
                    Assert.That(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Repository.Root)), Is.Negative, entry.FullName);
                    Assert.That(bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(Repository.Root)), Is.Negative, entry.FullName);
                }
            }
        });
    }

    [TestCaseSource(typeof(Packages), nameof(Packages.Ids))]
    public void The_symbols_name_the_sources_as_from_the_root_of_the_repository(string id)
    {
        using var package = Packages.Open(id, "snupkg");
        foreach (var entry in package.Entries.Where(entry => entry.Name.EndsWith(".pdb", StringComparison.Ordinal)))
        {
            // Within the file a name is in pieces, so that no search of its bytes finds it.
            using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(Read(entry)));
            var reader = provider.GetMetadataReader();
            var names = reader.Documents.Select(document => reader.GetString(reader.GetDocument(document).Name));
            Assert.That(names, Is.Not.Empty.And.All.StartsWith("/_/"), entry.FullName);
        }
    }

    [Test]
    public void The_core_assembly_is_small()
    {
        using var package = Packages.Open("TwilioConversations");
        Assert.That(package.Entries.Where(entry => entry.Name.EndsWith(".dll", StringComparison.Ordinal)).Select(entry => entry.Length), Is.All.LessThanOrEqualTo(MaximumCoreBytes));
    }

    [Test]
    public void The_tool_is_named_conversations()
    {
        using var package = Packages.Open("TwilioConversations.Cli");
        var settings = XDocument.Parse(Encoding.UTF8.GetString(Read(package.Entries.Single(entry => entry.Name == "DotnetToolSettings.xml"))).TrimStart('\uFEFF'));
        Assert.That((string?)settings.Descendants("Command").Single().Attribute("Name"), Is.EqualTo("conversations"));
    }

    private static XElement Metadata(string id)
    {
        using var package = Packages.Open(id);
        using var stream = package.GetEntry($"{id}.nuspec")!.Open();
        return XDocument.Load(stream).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    private static List<string> Names(string id, string extension = "nupkg")
    {
        using var package = Packages.Open(id, extension);
        return [.. package.Entries.Select(entry => entry.FullName)];
    }

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
