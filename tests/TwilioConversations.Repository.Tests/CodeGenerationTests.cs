using System.Runtime.Loader;
using System.Text.RegularExpressions;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>What the build does with the document, the configuration and the templates, tried on a copy of the repository that is built once.</summary>
public sealed class CodeGenerationTests
{
    private const string Generating = "generating C# from";

    private readonly Dictionary<string, string> _changed = [];

    private RepositoryCopy _copy = null!;
    private string _firstBuild = null!;

    [OneTimeSetUp]
    public async Task PackAsync()
    {
        _copy = new RepositoryCopy();
        _firstBuild = await DotnetAsync("pack", "-m");
    }

    [OneTimeTearDown]
    public void Delete() => _copy.Dispose();

    [TearDown]
    public void ChangeBack()
    {
        foreach (var (file, text) in _changed)
        {
            File.WriteAllText(file, text);
        }

        _changed.Clear();
    }

    [Test]
    public void Pack_of_a_fresh_copy_with_many_processes_generates_once() => Assert.That(Count(_firstBuild, Generating), Is.EqualTo(1));

    [Test]
    public async Task It_generates_once_for_both_frameworks_and_again_only_when_an_input_changes()
    {
        File.Delete(Generated);
        Directory.Delete(PathOf("src/TwilioConversations/bin"), recursive: true);
        Assert.That(Count(await BuildAsync("-m"), Generating), Is.EqualTo(1), "after the generated file was deleted");
        Assert.That(Directory.GetFiles(PathOf("src/TwilioConversations/bin"), "TwilioConversations.dll", SearchOption.AllDirectories), Has.Length.EqualTo(2));
        Assert.That(Count(await BuildAsync(), Generating), Is.Zero, "second build");
        foreach (var input in new[] { Repository.Document, "nswag.json", "build/templates/Class.Response.liquid" })
        {
            File.SetLastWriteTimeUtc(PathOf(input), DateTime.UtcNow);
            // What the compiler makes of it is the same as before.
            Assert.That(Count(await BuildAsync("-p:SkipCompilerExecution=true"), Generating), Is.EqualTo(1), $"after touching {input}");
        }

        Assert.That(Count(await DotnetAsync("pack", "--no-build"), Generating), Is.Zero);
    }

    [TestCase("          type: string\n          nullable: true\n", "          type: string\n         nullable: true\n", @"twilio_conversations_v1\.yaml : error NSWAG: \(Line: \d+, Col: \d+", TestName = "Broken_YAML_fails_the_build_with_line_and_column")]
    [TestCase("#/components/schemas/PageMeta", "#/components/schemas/PagMeta", @"twilio_conversations_v1\.yaml : error NSWAG: System\.InvalidOperationException: Could not resolve the path '#/components/schemas/PagMeta'\. \[", TestName = "A_reference_to_nothing_fails_the_build_by_its_name")]
    public async Task An_invalid_document_fails_the_build_and_says_where(string right, string wrong, string message)
    {
        await ChangeAsync(Repository.Document, right, wrong);
        var (exitCode, output) = await TryAsync("build", "-c", "Release");
        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(output, Does.Match(message));
        Assert.That(File.Exists(Generated), Is.False, "what an earlier build generated must not be taken for this one's");
    }

    [Test]
    public async Task A_configuration_that_writes_nothing_fails_the_build()
    {
        await ChangeAsync("nswag.json", "$(Output)", "elsewhere.cs");
        var (exitCode, output) = await TryAsync("build", "-c", "Release");
        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(output, Does.Contain("NSwag reported success but wrote no"));
    }

    [Test]
    public async Task A_field_that_the_document_gains_shows_as_what_it_adds()
    {
        await ChangeAsync(Repository.Document, "      properties:\n        Identity:\n", "      properties:\n        Nickname:\n          type: string\n          description: Another name.\n        Identity:\n");
        await BuildAsync("-f", "net10.0");

        var context = new AssemblyLoadContext(nameof(PublicSurface), isCollectible: true);
        try
        {
            var built = context.LoadFromAssemblyPath(PathOf("src/TwilioConversations/bin/Release/net10.0/TwilioConversations.dll"));
            Assert.That(PublicSurface.Changes(await File.ReadAllTextAsync(PublicSurface.FileOf(typeof(ConversationsClient))), PublicSurface.Of(built)), Is.EqualTo("""
                + CreateParticipantRequest: public string? Nickname { get; set; }
                + CreateUserRequest: public string? Nickname { get; set; }
                + UpdateParticipantRequest: public string? Nickname { get; set; }
                """));
        }
        finally
        {
            context.Unload();
        }
    }

    private string Generated => PathOf("src/TwilioConversations/obj/nswag/Conversations.g.cs");

    private string PathOf(string file) => _copy.PathOf(file);

    /// <summary>Changes a file of the copy until the test is over.</summary>
    private async Task ChangeAsync(string file, string right, string wrong)
    {
        var text = await File.ReadAllTextAsync(PathOf(file));
        Assert.That(text, Does.Contain(right));
        _changed.Add(PathOf(file), text);
        await File.WriteAllTextAsync(PathOf(file), text.Replace(right, wrong, StringComparison.Ordinal));
    }

    private Task<string> BuildAsync(params string[] arguments) => DotnetAsync("build", ["-c", "Release", "--no-restore", .. arguments]);

    private async Task<string> DotnetAsync(string command, params string[] arguments)
    {
        var (exitCode, output) = await TryAsync(command, arguments);
        Assert.That(exitCode, Is.Zero, output);
        return output;
    }

    private Task<(int ExitCode, string Output)> TryAsync(string command, params string[] arguments) =>
        _copy.DotnetAsync(command, "src/TwilioConversations", arguments);

    private static int Count(string text, string part) => Regex.Count(text, Regex.Escape(part));
}
