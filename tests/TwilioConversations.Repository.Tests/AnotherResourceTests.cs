using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>Resources that a copy of the document gains, and a program that uses them.</summary>
public sealed class AnotherResourceTests
{
    private RepositoryCopy _copy = null!;

    private string Folder => _copy.PathOf("program");

    [OneTimeSetUp]
    public async Task AddAsync()
    {
        _copy = new RepositoryCopy();
        Directory.CreateDirectory(Folder);
        await TreeResources.Resource.AddToAsync(_copy, Folder);
        await File.WriteAllTextAsync(Path.Combine(Folder, "program.csproj"), Project);
        await File.WriteAllTextAsync(Path.Combine(Folder, "Program.cs"), Program);
    }

    [OneTimeTearDown]
    public void Delete() => _copy.Dispose();

    // The analyzers of trimming and Native AOT are for net8.0 alone; no others apply to generated code.
    [TestCase("net8.0", "true")]
    [TestCase("netstandard2.0", "false")]
    public async Task Another_resource_needs_nothing_but_the_document(string coreFramework, string runAnalyzers)
    {
        using var server = new StubServer([.. TreeResources.Responses]);
        var (exitCode, output) = await Shell.RunAsync(Folder, "dotnet", ["run", "-p:EnableNETAnalyzers=false", "-p:EnforceCodeStyleInBuild=false", "--", server.BaseAddress.AbsoluteUri], ("CORE_FRAMEWORK", coreFramework), ("RunAnalyzers", runAnalyzers));
        Assert.That(exitCode, Is.Zero, output);
        Assert.That(server.Requests.Select(request => $"{request.Method} {request.Target} {request.Body}"), Is.EqualTo(TreeResources.Requests));
        Assert.That(server.Requests.Select(request => request.Headers.GetValueOrDefault("I-Twilio-Reason")).OfType<string>(), Is.EqualTo(new[] { "moved" }));
    }

    private const string Program = """
        using TwilioConversations;

        var credentials = TwilioCredentials.FromAuthToken("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "secret");
        using var twilio = new ConversationsClient(new() { Credentials = credentials, BaseAddress = new Uri(args[0]) });
        return await TreeProgram.RunAsync(twilio) ? 0 : 1;
        """;

    // The framework of the core comes from the environment, so that the document is compiled once for both.
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <NoWarn>$(NoWarn);CS1591</NoWarn>
          </PropertyGroup>
          <ItemGroup>
            <ProjectReference Include="../src/TwilioConversations/TwilioConversations.csproj" SetTargetFramework="TargetFramework=$(CORE_FRAMEWORK)" />
            <!-- What NuGet would bring along for netstandard2.0; a project reference asks for the wrong framework's. -->
            <PackageReference Include="Microsoft.Bcl.AsyncInterfaces" />
            <PackageReference Include="Microsoft.Bcl.TimeProvider" />
          </ItemGroup>
        </Project>
        """;
}
