using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Packaging.Tests;

/// <summary>The AppHost of the guide, without a container engine: it starts the emulator for another program.</summary>
[Platform("Linux", Reason = "puts a shell script on the path, and ends a program by a signal")]
public class AspireTests
{
    private const string Project = """
        <Project Sdk="Aspire.AppHost.Sdk/13.6.4">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="Aspire.Hosting.AppHost" Version="13.6.5" />
          </ItemGroup>
        </Project>
        """;

    private string _folder = null!;

    [SetUp]
    public void Create() => _folder = Directory.CreateTempSubdirectory("aspire-").FullName;

    [TearDown]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task The_AppHost_of_the_guide_starts_the_emulator_and_gives_its_address_to_a_program()
    {
        await WriteAsync("AppHost.csproj", Project);
        var (exitCode, output) = await Shell.RunAsync(_folder, "dotnet", ["restore"]);
        if (exitCode != 0)
        {
            Assert.Ignore($"Aspire cannot be had here: {output.Trim().Split('\n')[^1]}");
        }

        var guide = await File.ReadAllTextAsync(Repository.PathOf("build/docs/guides/emulator.md"));
        await WriteAsync("Program.cs", Regex.Match(guide, "```csharp\n(var builder = Distributed.*?)```", RegexOptions.Singleline).Groups[1].Value
            .Replace("8080", FreePort(), StringComparison.Ordinal)
            .Replace("CreateBuilder(args)", "CreateBuilder(new DistributedApplicationOptions { DisableDashboard = true })", StringComparison.Ordinal)
            .Replace("\"npm\", \".\", \"start\"", $"\"sh\", \".\", \"-c\", \"dotnet '{Packages.Tool}' conversations create --unique-name mine > created\"", StringComparison.Ordinal));
        await WriteAsync("conversations", $"#!/bin/sh\nexec dotnet '{Packages.Tool}' \"$@\"\n");
        await Shell.RunAsync(_folder, "chmod", ["+x", "conversations"]);
        (exitCode, output) = await Shell.RunAsync(_folder, "dotnet", ["build", "--no-restore"]);
        Assert.That(exitCode, Is.Zero, output);

        var created = Path.Combine(_folder, "created");
        using var process = Shell.Start(_folder, "dotnet", ["bin/Debug/net10.0/AppHost.dll"], ("PATH", $"{_folder}:{Environment.GetEnvironmentVariable("PATH")}"));
        var log = process.StandardOutput.ReadToEndAsync();
        try
        {
            for (var i = 0; i < 600 && !process.HasExited && !(File.Exists(created) && (await File.ReadAllTextAsync(created)).Contains("mine", StringComparison.Ordinal)); i++)
            {
                await Task.Delay(100);
            }
        }
        finally
        {
            // Not SIGINT, which a shell that runs the tests in the background has its programs ignore.
            await Shell.RunAsync(_folder, "kill", ["-TERM", $"{process.Id}"]);
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            await Task.WhenAny(process.WaitForExitAsync(patience.Token));
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        Assert.That(File.Exists(created) ? await File.ReadAllTextAsync(created) : "", Does.Contain("mine"), await log);
    }

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"{((IPEndPoint)listener.LocalEndpoint).Port}";
    }

    private Task WriteAsync(string file, string text) => File.WriteAllTextAsync(Path.Combine(_folder, file), text);
}
