using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Packaging.Tests;

/// <summary>The packages in projects of many kinds, with all warnings as errors: they build, and what can run here runs.</summary>
[Parallelizable(ParallelScope.Children)]
public class PackageConsumerTests
{
    // The size of the program when the package had nothing but participants.
    private const long BytesWithParticipantsAlone = 9_826_168;

    private const string Program = "<OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable>";

    private static readonly string Rid = RuntimeInformation.RuntimeIdentifier;

    private static readonly bool HasLinker = OperatingSystem.IsWindows()
        || Shell.FindOnPath("clang", "gcc") is not null;
    private static readonly string Exe = OperatingSystem.IsWindows() ? "consumer.exe" : "consumer";

    // .NET 8 comes with the program, because the machine may have no other than .NET 10.
    private static readonly string AllFrameworks = $"""
        <TargetFrameworks>net10.0;net8.0;net48</TargetFrameworks>
        <RuntimeIdentifier Condition="'$(TargetFramework)' == 'net8.0'">{Rid}</RuntimeIdentifier>
        <SelfContained Condition="'$(TargetFramework)' == 'net8.0'">true</SelfContained>
        """;

    // One project for all frameworks: it is restored and built once.
    private readonly Lazy<Task<Consumer>> _program = new(async () =>
    {
        var properties = Program.Replace("<TargetFramework>net10.0</TargetFramework>", AllFrameworks, StringComparison.Ordinal);
        var consumer = new Consumer("TenOperations.cs", properties, "TwilioConversations", "Microsoft.NETFramework.ReferenceAssemblies");
        await File.WriteAllTextAsync(consumer.PathOf("Usings.cs"), "global using System.Net.Http;");
        await consumer.DotnetAsync("build");
        return consumer;
    });

    private readonly Lazy<Task<Consumer>> _library = new(async () =>
    {
        var consumer = new Consumer("Library.cs", "<TargetFrameworks>netstandard2.0;net462;net8.0</TargetFrameworks>", "TwilioConversations", "Microsoft.NETFramework.ReferenceAssemblies");
        await consumer.DotnetAsync("build");
        return consumer;
    });

    [OneTimeTearDown]
    public void Delete()
    {
        foreach (var built in new[] { _program, _library }.Where(built => built.IsValueCreated && built.Value.IsCompletedSuccessfully))
        {
            built.Value.Result.Dispose();
        }
    }

    [Test]
    public async Task A_program_on_NET_10_does_the_ten_operations() => await RunAsync((await _program.Value).PathOf($"bin/Debug/net10.0/{Exe}"), "ten operations done");

    [Test]
    public async Task A_program_on_NET_8_does_the_ten_operations() => await RunAsync((await _program.Value).PathOf($"bin/Debug/net8.0/{Rid}/{Exe}"), "ten operations done");

    [TestCase("net10.0", "net8.0")]
    [TestCase("net8.0", "net8.0")]
    [TestCase("net48", "netstandard2.0")]
    public async Task A_program_gets_the_build_for_its_framework(string framework, string build)
    {
        await using var assets = File.OpenRead((await _program.Value).PathOf("obj/project.assets.json"));
        var package = (await JsonNode.ParseAsync(assets))!["targets"]![framework]![$"TwilioConversations/{Packages.Version}"]!;
        Assert.That(package["runtime"]!.AsObject().Select(file => file.Key), Is.EqualTo(new[] { $"lib/{build}/TwilioConversations.dll" }));
    }

    [TestCase("net8.0", "8.0.0")]
    [TestCase("net10.0", "10.0.0")]
    public async Task A_program_that_keeps_an_early_version_of_the_extensions_restores_and_builds(string framework, string version)
    {
        using var consumer = new Consumer(
            "Registration.cs",
            Program.Replace("net10.0", framework, StringComparison.Ordinal) + "<UseAppHost>false</UseAppHost>",
            "TwilioConversations.DependencyInjection", $"Microsoft.Extensions.Http/[{version}]", $"Microsoft.Extensions.Logging.Abstractions/[{version}]");
        await consumer.DotnetAsync("build");
    }

    [Test]
    public async Task A_Native_AOT_program_does_the_ten_operations()
    {
        if (!HasLinker)
        {
            Assert.Ignore("Native AOT needs clang or gcc, and none is on the path.");
        }

        using var consumer = new Consumer("TenOperations.cs", Program + "<PublishAot>true</PublishAot><NativeDebugSymbols>false</NativeDebugSymbols>", "TwilioConversations");
        var output = await consumer.DotnetAsync("publish", "-r", Rid, "-o", consumer.PathOf("out"));
        Assert.That(output, Does.Not.Contain("warning"));
        await RunAsync(consumer.PathOf(Path.Combine("out", Exe)), "ten operations done");
        if (Rid == "linux-x64")
        {
            Assert.That(new FileInfo(consumer.PathOf(Path.Combine("out", Exe))).Length, Is.LessThan(BytesWithParticipantsAlone * 1.05), "who uses participants alone does not carry the other resources");
        }
    }

    [Test]
    public async Task A_program_on_NET_Framework_builds_and_runs_the_ten_operations_if_a_runtime_is_installed()
    {
        var program = (await _program.Value).PathOf("bin/Debug/net48/consumer.exe");
        Assert.That(program, Does.Exist);
        if (OperatingSystem.IsWindows())
        {
            await RunAsync(program, "ten operations done");
        }
    }

    [Test]
    public async Task A_trimmed_program_takes_its_client_from_the_container()
    {
        using var consumer = new Consumer("Registration.cs", Program + "<PublishTrimmed>true</PublishTrimmed>", "TwilioConversations.DependencyInjection");
        var output = await consumer.DotnetAsync("publish", "-r", Rid, "--self-contained", "-o", consumer.PathOf("out"));
        Assert.That(output, Does.Not.Contain("warning"));
        await RunAsync(consumer.PathOf(Path.Combine("out", Exe)), "registered");
    }

    [TestCase("netstandard2.0")]
    [TestCase("net462")]
    [TestCase("net8.0")]
    public async Task A_library_builds_for(string framework) => Assert.That((await _library.Value).PathOf($"bin/Debug/{framework}/consumer.dll"), Does.Exist);

    [Test]
    public async Task A_fresh_test_project_runs_the_test_of_the_guide_against_the_emulator()
    {
        var guide = await File.ReadAllTextAsync(Repository.PathOf("build/docs/guides/testing.md"));
        var test = Regex.Match(guide, "```csharp\n(using NUnit.Framework;.*?)```", RegexOptions.Singleline);
        Assert.That(test.Success, "the guide shows a test");
        using var consumer = new Consumer("Library.cs", Program.Replace("<OutputType>Exe</OutputType>", "", StringComparison.Ordinal), "TwilioConversations.Testing", "NUnit", "NUnit3TestAdapter", "Microsoft.NET.Test.Sdk");
        await File.WriteAllTextAsync(consumer.PathOf("Program.cs"), test.Groups[1].Value);
        Assert.That(await consumer.DotnetAsync("test"), Does.Match(@"Failed:\s+0, Passed:\s+1,"));
    }

    [Test]
    public async Task The_tool_installs_and_shows_its_demo()
    {
        var tools = Directory.CreateTempSubdirectory("tools-").FullName;
        try
        {
            var (exitCode, output) = await Shell.RunAsync(
                tools, "dotnet", ["tool", "install", "TwilioConversations.Cli", "--version", Packages.Version, "--add-source", Packages.Folder, "--tool-path", tools], ("NUGET_PACKAGES", Path.Combine(tools, "unpacked")));
            Assert.That(exitCode, Is.Zero, output);
            (exitCode, output) = await Shell.RunAsync(tools, Path.Combine(tools, OperatingSystem.IsWindows() ? "conversations.exe" : "conversations"), ["demo"]);
            Assert.That(exitCode, Is.Zero, output);
        }
        finally
        {
            Directory.Delete(tools, recursive: true);
        }
    }

    private static async Task RunAsync(string program, string expected)
    {
        using var service = ConversationsEmulator.Start();
        service.AddConversation("room");
        service.AddConversation("hall", "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
        var (exitCode, output) = await Shell.RunAsync(Path.GetTempPath(), program, [service.BaseAddress.AbsoluteUri, ConversationsEmulator.AccountSid, ConversationsEmulator.AuthToken]);
        Assert.That(output, Does.Contain(expected));
        Assert.That(exitCode, Is.Zero, output);
    }
}
