using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The build's use of the document, the configuration, the templates and the release's tag, in a copy of the repository that is packed once.</summary>
public sealed class BuildTests
{
    private const string Generating = "generating C# from";
    private const string Core = "src/TwilioConversations";

    private static readonly string[] Build = ["build", Core, "-c", "Release", "--no-restore"];

    private readonly Dictionary<string, string> _changed = [];

    private RepositoryCopy _copy = null!;
    private string _firstBuild = null!;

    [OneTimeSetUp]
    public async Task PackAsync()
    {
        _copy = new RepositoryCopy();
        await Git.RunAsync(_copy.Root, "init", "--quiet");
        await Git.RunAsync(_copy.Root, "remote", "add", "origin", "https://github.com/somebody/conversations");
        await Git.RunAsync(_copy.Root, "add", ".");
        await Git.RunAsync(_copy.Root, "commit", "--quiet", "-m", "A release");
        await Git.RunAsync(_copy.Root, "tag", "v1.2.3");
        _firstBuild = await RunAsync("bash", "build/pack.sh", "artifacts", "-m:2");
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
    public async Task The_version_of_a_package_is_that_of_the_tag_and_its_symbols_lead_to_the_sources()
    {
        Assert.That(
            Directory.EnumerateFiles(PathOf("artifacts")).Select(Path.GetFileName),
            Is.EquivalentTo(new[] { "TwilioConversations.1.2.3.nupkg", "TwilioConversations.1.2.3.snupkg", "TwilioConversations.Testing.1.2.3.nupkg", "TwilioConversations.Testing.1.2.3.snupkg" }));
        using var symbols = ZipFile.OpenRead(PathOf("artifacts/TwilioConversations.1.2.3.snupkg"));
        foreach (var framework in new[] { "net8.0", "netstandard2.0" })
        {
            await using var pdb = await symbols.GetEntry($"lib/{framework}/TwilioConversations.pdb")!.OpenAsync();
            using var bytes = new MemoryStream();
            await pdb.CopyToAsync(bytes);
            Assert.That(Encoding.UTF8.GetString(bytes.ToArray()), Does.Contain("https://raw.githubusercontent.com/somebody/conversations/"), framework);
        }
    }

    [Test]
    public async Task A_package_is_the_same_byte_for_byte_from_another_folder()
    {
        var parent = Directory.CreateTempSubdirectory("another ").FullName;
        var other = Path.Combine(parent, "földer with a space");
        await RunAsync("git", "clone", "--quiet", _copy.Root, other);
        await Git.RunAsync(other, "remote", "set-url", "origin", "https://github.com/somebody/conversations");
        // A compiler process of its own, since chance within a process may repeat itself.
        var (exitCode, output) = await Shell.RunAsync(other, "bash", ["build/pack.sh", "artifacts"], RepositoryCopy.NoAnalyzers, ("SharedCompilationId", "another"));
        Assert.That(exitCode, Is.Zero, output);
        Assert.Multiple(() =>
        {
            foreach (var package in Directory.EnumerateFiles(PathOf("artifacts")))
            {
                Assert.That(File.ReadAllBytes(Path.Combine(other, "artifacts", Path.GetFileName(package))), Is.EqualTo(File.ReadAllBytes(package)), Path.GetFileName(package));
            }
        });
        Directory.Delete(parent, recursive: true);
    }

    [Test]
    public async Task Generation_runs_once_for_both_frameworks_and_again_only_when_an_input_changes()
    {
        File.Delete(Generated);
        Directory.Delete(PathOf("src/TwilioConversations/bin"), recursive: true);
        Assert.That(Count(await GenerateAsync("-m:2"), Generating), Is.EqualTo(1), "after the generated file was deleted");
        Assert.That(Directory.GetFiles(PathOf("src/TwilioConversations/bin"), "TwilioConversations.dll", SearchOption.AllDirectories), Has.Length.EqualTo(2));
        Assert.That(Count(await GenerateAsync(), Generating), Is.Zero, "second build");
        foreach (var input in new[] { Repository.Document, "nswag.json", "build/templates/Class.liquid", "build/OpenApi/Program.cs" })
        {
            File.SetLastWriteTimeUtc(PathOf(input), DateTime.UtcNow);
            Assert.That(Count(await GenerateAsync(), Generating), Is.EqualTo(1), $"after touching {input}");
        }

        await File.WriteAllTextAsync(PathOf("build/templates/Unused.liquid"), "");
        Assert.That(Count(await GenerateAsync(), Generating), Is.EqualTo(1), "after adding a template");
        File.Delete(PathOf("build/templates/Unused.liquid"));
        Assert.That(Count(await GenerateAsync(), Generating), Is.EqualTo(1), "after removing a template");
        Assert.That(Count(await GenerateAsync("-p:NSwagVersion=other"), Generating), Is.EqualTo(1), "with another version of NSwag");

        Assert.That(Count(await RunAsync("dotnet", "pack", Core, "--no-build"), Generating), Is.Zero);
    }

    [TestCase("          type: string\n          nullable: true\n", "          type: string\n         nullable: true\n", "CONV001", TestName = "Broken_YAML_fails_the_build_with_line_and_column")]
    [TestCase("#/components/schemas/PageMeta", "#/components/schemas/PagMeta", "CONV003", TestName = "A_reference_to_nothing_fails_the_build_with_line_and_column")]
    [TestCase("      operationId: CreateUser\n", "      operationId: CreateUser\n      deprecated: true\n", "CONV004", TestName = "What_the_templates_cannot_print_fails_the_build_with_line_and_column")]
    public async Task An_invalid_document_fails_the_build_with_line_and_column(string right, string wrong, string code)
    {
        await ChangeAsync(Repository.Document, right, wrong);
        var (exitCode, output) = await _copy.RunAsync("dotnet", Build);
        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(output, Does.Match($@"twilio_conversations_v1\.yaml\(\d+,\d+\): error {code}: .+\. \["));
        Assert.That(output, Does.Not.Match(@"error (CS|MSB|NSWAG)"), "nothing but the document is at fault");
    }

    [Test]
    public async Task A_configuration_that_writes_nothing_fails_the_build()
    {
        await ChangeAsync("nswag.json", "$(Output)", "elsewhere.cs");
        var (exitCode, output) = await _copy.RunAsync("dotnet", Build);
        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(output, Does.Contain("NSwag reported success but wrote no"));
    }

    private string Generated => PathOf("src/TwilioConversations/obj/nswag/generated.txt");

    private string PathOf(string file) => _copy.PathOf(file);

    /// <summary>Changes a file of the copy until the test is over.</summary>
    private async Task ChangeAsync(string file, string right, string wrong)
    {
        var text = await File.ReadAllTextAsync(PathOf(file));
        Assert.That(text, Does.Contain(right));
        _changed.Add(PathOf(file), text);
        await File.WriteAllTextAsync(PathOf(file), text.Replace(right, wrong, StringComparison.Ordinal));
    }

    /// <summary>Builds without the compiler, which would make of the generated file what it made of it before.</summary>
    private Task<string> GenerateAsync(params string[] arguments) => RunAsync("dotnet", [.. Build, "-p:SkipCompilerExecution=true", .. arguments]);

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        var (exitCode, output) = await _copy.RunAsync(program, arguments);
        Assert.That(exitCode, Is.Zero, output);
        return output;
    }

    private static int Count(string text, string part) => Regex.Count(text, Regex.Escape(part));
}
