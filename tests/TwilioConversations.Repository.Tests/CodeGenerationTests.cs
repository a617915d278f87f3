using System.Runtime.Loader;
using System.Text.RegularExpressions;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>What the build does with the document, the configuration and the templates, tried on a copy of the repository.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CodeGenerationTests : IDisposable
{
    private const string Generating = "generating C# from";

    private readonly RepositoryCopy _copy = new();

    public void Dispose() => _copy.Dispose();

    [Test]
    public async Task It_generates_once_for_both_frameworks_and_again_only_when_an_input_changes()
    {
        Assert.That(Count(await BuildAsync(), Generating), Is.EqualTo(1), "first build");
        Assert.That(Directory.GetFiles(_copy.Root, "TwilioConversations.dll", SearchOption.AllDirectories).Count(file => file.Contains("bin", StringComparison.Ordinal)), Is.EqualTo(2));
        Assert.That(Count(await BuildAsync("--no-restore"), Generating), Is.Zero, "second build");
        foreach (var input in new[] { Repository.Document, "nswag.json", "build/templates/Class.Response.liquid" })
        {
            File.SetLastWriteTimeUtc(PathOf(input), DateTime.UtcNow.AddSeconds(1));
            await Task.Delay(TimeSpan.FromSeconds(1.1));
            Assert.That(Count(await BuildAsync("--no-restore"), Generating), Is.EqualTo(1), $"after touching {input}");
        }

        File.Delete(Generated);
        Assert.That(Count(await BuildAsync("--no-restore"), Generating), Is.EqualTo(1), "after the generated file was deleted");
        var packed = await DotnetAsync("pack", "--no-build", "-c", "Debug");
        Assert.That(packed.ExitCode, Is.Zero, packed.Output);
        Assert.That(Count(packed.Output, Generating), Is.Zero);
    }

    [Test]
    public async Task Pack_of_a_fresh_copy_with_many_processes_generates_once()
    {
        var (exitCode, output) = await DotnetAsync("pack", "-m");
        Assert.That(exitCode, Is.Zero, output);
        Assert.That(Count(output, Generating), Is.EqualTo(1));
    }

    [TestCase("          type: string\n          nullable: true\n", "          type: string\n         nullable: true\n", @"twilio_conversations_v1\.yaml : error NSWAG: \(Line: \d+, Col: \d+", TestName = "Broken_YAML_fails_the_build_with_line_and_column")]
    [TestCase("#/components/schemas/PageMeta", "#/components/schemas/PagMeta", @"twilio_conversations_v1\.yaml : error NSWAG: System\.InvalidOperationException: Could not resolve the path '#/components/schemas/PagMeta'\. \[", TestName = "A_reference_to_nothing_fails_the_build_by_its_name")]
    public async Task An_invalid_document_fails_the_build_and_says_where(string right, string wrong, string message)
    {
        var text = await File.ReadAllTextAsync(PathOf(Repository.Document));
        Assert.That(text, Does.Contain(right));
        await File.WriteAllTextAsync(PathOf(Repository.Document), text.Replace(right, wrong, StringComparison.Ordinal));
        var (exitCode, output) = await DotnetAsync("build");
        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(output, Does.Match(message));
        Assert.That(File.Exists(Generated), Is.False, "what an earlier build generated must not be taken for this one's");
    }

    [Test]
    public async Task A_configuration_that_writes_nothing_fails_the_build()
    {
        var text = await File.ReadAllTextAsync(PathOf("nswag.json"));
        await File.WriteAllTextAsync(PathOf("nswag.json"), text.Replace("$(Output)", "elsewhere.cs", StringComparison.Ordinal));
        var (exitCode, output) = await DotnetAsync("build");
        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(output, Does.Contain("NSwag reported success but wrote no"));
    }

    [TestCase("net10.0")]
    [TestCase("netstandard2.0")]
    public async Task Another_resource_needs_nothing_but_the_document(string coreFramework)
    {
        var program = PathOf("program");
        Directory.CreateDirectory(program);
        foreach (var resource in new[] { TreeResources.Resource, ShapesResource.Resource })
        {
            await resource.AddToAsync(_copy, program);
        }

        await File.WriteAllTextAsync(Path.Combine(program, "program.csproj"), ProgramProject(coreFramework));
        await File.WriteAllTextAsync(Path.Combine(program, "Program.cs"), Program);
        using var server = new StubServer([.. TreeResources.Answers, .. ShapesResource.Answers]);
        var (exitCode, output) = await Shell.RunAsync(program, "dotnet", ["run", "--", server.BaseAddress.AbsoluteUri, ShapesResource.Json]);
        Assert.That(exitCode, Is.Zero, output);
        Assert.That(server.Requests.Select(request => $"{request.Method} {request.Target} {request.Body}"), Is.EqualTo(TreeResources.Requests.Concat(ShapesResource.Requests)));
    }

    [Test]
    public async Task A_field_that_the_document_gains_shows_as_what_it_adds()
    {
        var document = _copy.PathOf(Repository.Document);
        var text = await File.ReadAllTextAsync(document);
        await File.WriteAllTextAsync(document, text.Replace(
            "      properties:\n        Identity:\n", "      properties:\n        Nickname:\n          type: string\n          description: Another name.\n        Identity:\n", StringComparison.Ordinal));
        var (exitCode, output) = await _copy.DotnetAsync("build", "src/TwilioConversations", "-f", "net10.0");
        Assert.That(exitCode, Is.Zero, output);

        var context = new AssemblyLoadContext(nameof(PublicSurface), isCollectible: true);
        try
        {
            var built = context.LoadFromAssemblyPath(_copy.PathOf("src/TwilioConversations/bin/Debug/net10.0/TwilioConversations.dll"));
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

    private const string Program = """
        using TwilioConversations;

        var credentials = TwilioCredentials.AuthToken("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "secret");
        using var twilio = new ConversationsClient(new() { Credentials = credentials, BaseAddress = new Uri(args[0]) });
        return !await TreeProgram.RunAsync(twilio) ? 1 : !await ShapesProgram.RunAsync(twilio, args[1]) ? 2 : 0;
        """;

    private static string ProgramProject(string coreFramework) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <NoWarn>$(NoWarn);CS1591</NoWarn>
          </PropertyGroup>
          <ItemGroup>
            <ProjectReference Include="../src/TwilioConversations/TwilioConversations.csproj" SetTargetFramework="TargetFramework={coreFramework}" />
            <!-- What NuGet would bring along for netstandard2.0; a project reference asks for the wrong framework's. -->
            <PackageReference Include="Microsoft.Bcl.AsyncInterfaces" />
            <PackageReference Include="Microsoft.Bcl.TimeProvider" />
          </ItemGroup>
        </Project>
        """;

    private string Generated => PathOf("src/TwilioConversations/obj/nswag/Conversations.g.cs");

    private string PathOf(string file) => _copy.PathOf(file);

    private async Task<string> BuildAsync(params string[] arguments)
    {
        var (exitCode, output) = await DotnetAsync("build", ["-m", .. arguments]);
        Assert.That(exitCode, Is.Zero, output);
        return output;
    }

    private Task<(int ExitCode, string Output)> DotnetAsync(string command, params string[] arguments) =>
        _copy.DotnetAsync(command, "src/TwilioConversations", arguments);

    private static int Count(string text, string part) => Regex.Count(text, Regex.Escape(part));
}
