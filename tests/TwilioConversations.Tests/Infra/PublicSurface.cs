using System.Reflection;
using System.Text.RegularExpressions;
using PublicApiGenerator;

namespace TwilioConversations.Tests.Infra;

/// <summary>The public surface of an assembly as text, and the file with the reviewed one.</summary>
internal static class PublicSurface
{
    private static readonly ApiGeneratorOptions Options = new()
    {
        IncludeAssemblyAttributes = false,
        // Extension methods are in the namespace of the type that they extend.
        DenyNamespacePrefixes = [],
        ExcludeAttributes = ["Newtonsoft.Json.JsonConverterAttribute", "System.Text.Json.Serialization.JsonConverterAttribute", "System.ComponentModel.TypeConverterAttribute", "System.Runtime.CompilerServices.AsyncIteratorStateMachineAttribute"],
    };

    public static string Of(Assembly assembly) => assembly.GeneratePublicApi(Options).ReplaceLineEndings("\n") + "\n";

    public static string FileOf(Type anyType) => Repository.PathOf($"tests/TwilioConversations.Tests/PublicApi/{anyType.Assembly.GetName().Name}.txt");

    /// <summary>The removed and the added lines, each with its type.</summary>
    public static string Changes(string before, string after)
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
