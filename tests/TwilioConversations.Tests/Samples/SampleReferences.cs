using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace TwilioConversations.Tests.Samples;

/// <summary>The assemblies that a project references: the SDK's, its packages, and what those bring with them.</summary>
internal static class SampleReferences
{
    private const string AspNetCore = "Microsoft.AspNetCore.App";

    private static readonly ConcurrentDictionary<string, PortableExecutableReference> Read = new();

    private static readonly Dictionary<string, string[]> BroughtByTemplate = new() { ["nunit"] = ["nunit.framework"] };

    /// <summary>The source generator that every project has for its own types in JSON.</summary>
    public static IEnumerable<ISourceGenerator> Generators => new AnalyzerFileReference(
        Path.Combine(FrameworkPack("Microsoft.NETCore.App"), "analyzers/dotnet/cs/System.Text.Json.SourceGeneration.dll"), new Loader()).GetGenerators(LanguageNames.CSharp);

    public static IEnumerable<MetadataReference> Of(string template, IEnumerable<string> packages)
    {
        var brought = WithDependencies([.. packages.Select(AssemblyOf), .. BroughtByTemplate.GetValueOrDefault(template, [])]);
        var isWeb = template == "web" || brought.ContainsKey("TwilioConversations.AspNetCore");
        var files = FrameworkFiles("Microsoft.NETCore.App").Concat(isWeb ? FrameworkFiles(AspNetCore) : [])
            .Concat(brought.Values)
            // A package that is newer than the framework's part replaces it.
            .GroupBy(Path.GetFileNameWithoutExtension).Select(same => same.Last());
        return files.Select(file => Read.GetOrAdd(file, path => MetadataReference.CreateFromFile(path)));
    }

    // The name of the package's own assembly, except for the few that have none.
    private static string AssemblyOf(string package) => package switch
    {
        "Microsoft.AspNetCore.OpenApi" or "Microsoft.Extensions.Hosting" or "Microsoft.Extensions.Http.Resilience"
            or "Microsoft.Extensions.TimeProvider.Testing" or "Newtonsoft.Json" or "OpenTelemetry.Exporter.InMemory" or "RedisRateLimiting" or "Twilio" => package,
        "NUnit" => "nunit.framework",
        _ when package.StartsWith("TwilioConversations", StringComparison.Ordinal) => package,
        _ => throw new NotSupportedException($"{package}: a package that the samples add must be one of the tests' own. Name it here, and add it to the test project."),
    };

    private static Dictionary<string, string> WithDependencies(IEnumerable<string> assemblies)
    {
        var found = new Dictionary<string, string>();
        var next = new Queue<string>(assemblies);
        while (next.TryDequeue(out var name))
        {
            // The tests use ASP.NET Core, which contains some packages; those are not beside the tests.
            if (found.ContainsKey(name)
                || new[] { Path.Combine(TestContext.CurrentContext.TestDirectory, name + ".dll"), Path.Combine(FrameworkFolder(AspNetCore), name + ".dll") }.FirstOrDefault(File.Exists) is not { } file)
            {
                continue;
            }

            found.Add(name, file);
            using var reader = new PEReader(File.OpenRead(file));
            var metadata = reader.GetMetadataReader();
            foreach (var reference in metadata.AssemblyReferences)
            {
                next.Enqueue(metadata.GetString(metadata.GetAssemblyReference(reference).Name));
            }
        }

        return found;
    }

    private static string[] FrameworkFiles(string framework) => Directory.GetFiles(FrameworkFolder(framework), "*.dll");

    private static string FrameworkFolder(string framework) => Path.Combine(FrameworkPack(framework), "ref/net10.0");

    private static string FrameworkPack(string framework)
    {
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
        return Directory.GetDirectories(Path.Combine(dotnet, "packs", framework + ".Ref"), "10.*").Single();
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }
}
