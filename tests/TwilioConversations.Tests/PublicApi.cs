using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using PublicApiGenerator;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>
/// The public surface of each package, generated code included, as it was reviewed: what a change of the document or of the code does
/// to it stands in the same commit.
/// </summary>
public class PublicApi
{
    private const string Approval = "dotnet test tests/TwilioConversations.Tests --filter FullyQualifiedName~PublicApi -e APPROVE=true";

    private static readonly ApiGeneratorOptions Options = new()
    {
        IncludeAssemblyAttributes = false,
        // Extension methods stand in the namespace of what they extend.
        DenyNamespacePrefixes = [],
        ExcludeAttributes = ["Newtonsoft.Json.JsonConverterAttribute"],
    };

    [TestCase(typeof(ConversationsClient))]
    [TestCase(typeof(TwilioConversationsServiceCollectionExtensions))]
    [TestCase(typeof(ConversationsEmulator))]
    public async Task The_public_surface_is_the_reviewed_one(Type anyType)
    {
        var actual = SurfaceOf(anyType.Assembly);
        if (Environment.GetEnvironmentVariable("APPROVE") == "true")
        {
            await File.WriteAllTextAsync(FileOf(anyType), actual);
        }

        var approved = (await File.ReadAllTextAsync(FileOf(anyType))).ReplaceLineEndings("\n");
        var changes = Changes(approved, actual);
        Assert.That(actual, Is.EqualTo(approved), $"The public surface has changed:\n{changes}\nIf that is meant to be, say in CHANGELOG.md what users will notice, and approve it:\n{Approval}");
    }

    [Test]
    public void The_tool_is_used_by_its_commands_and_has_no_public_types_but_the_program() =>
        Assert.That(Assembly.LoadFrom(CommandLineTool.Assembly).GetExportedTypes().Select(type => type.FullName), Is.EqualTo(new[] { "Program" }));

    [Test]
    public async Task A_field_that_the_document_gains_shows_as_what_it_adds()
    {
        using var copy = new RepositoryCopy();
        var document = copy.PathOf(Repository.Document);
        var text = await File.ReadAllTextAsync(document);
        await File.WriteAllTextAsync(document, text.Replace(
            "      properties:\n        Identity:\n", "      properties:\n        Nickname:\n          type: string\n          description: Another name.\n        Identity:\n", StringComparison.Ordinal));
        var (exitCode, output) = await copy.DotnetAsync("build", "src/TwilioConversations", "-f", "net10.0");
        Assert.That(exitCode, Is.Zero, output);

        var context = new AssemblyLoadContext(nameof(PublicApi), isCollectible: true);
        try
        {
            var built = context.LoadFromAssemblyPath(copy.PathOf("src/TwilioConversations/bin/Debug/net10.0/TwilioConversations.dll"));
            Assert.That(Changes(await File.ReadAllTextAsync(FileOf(typeof(ConversationsClient))), SurfaceOf(built)), Is.EqualTo("""
                + CreateParticipantRequest: public string? Nickname { get; set; }
                + UpdateParticipantRequest: public string? Nickname { get; set; }
                """));
        }
        finally
        {
            context.Unload();
        }
    }

    private static string SurfaceOf(Assembly assembly) => assembly.GeneratePublicApi(Options).ReplaceLineEndings("\n") + "\n";

    private static string FileOf(Type anyType) => Repository.PathOf($"tests/TwilioConversations.Tests/PublicApi/{anyType.Assembly.GetName().Name}.txt");

    /// <summary>The lines that are gone and those that came, each with the type that it stands in.</summary>
    private static string Changes(string before, string after)
    {
        var (old, current) = (Lines(before), Lines(after));
        return string.Join('\n', [.. old.Except(current).Select(line => "- " + line), .. current.Except(old).Select(line => "+ " + line)]);
    }

    private static List<string> Lines(string surface)
    {
        var lines = new List<string>();
        var type = "";
        foreach (var line in surface.Split('\n').Where(line => line.Trim().Length > 1))
        {
            type = Regex.Match(line, @"^    public .*?\b(?:class|struct|interface|enum)\b (\w+)") is { Success: true } match ? match.Groups[1].Value : type;
            lines.Add(line.StartsWith("        ", StringComparison.Ordinal) ? $"{type}: {line.Trim()}" : line.Trim());
        }

        return lines;
    }
}
