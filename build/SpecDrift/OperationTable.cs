using System.Globalization;
using System.Text;
using Microsoft.OpenApi;

namespace SpecDrift;

/// <summary>A Markdown table of a document's operations: a row for each tag, with how the generated client leads to it.</summary>
internal static class OperationTable
{
    private const string ServiceScope = "/v1/Services/{ChatServiceSid}/";
    private static readonly string[] Verbs = ["list", "create", "fetch", "update", "delete"];

    public static string Of(OpenApiDocument document)
    {
        var text = new StringBuilder("| Resource | In the client | Operations |\n| --- | --- | --- |\n");
        foreach (var tag in document.Tags?.Select(tag => tag.Name!) ?? [])
        {
            var operations = (
                from path in document.Paths
                from operation in path.Value.Operations ?? []
                where operation.Value.Tags!.Any(other => other.Name == tag)
                select (Path: path.Key, Name: operation.Value.OperationId!)).ToList();
            var verbs =
                from operation in operations
                group operation.Name by VerbOf(operation.Name) into verb
                orderby Array.IndexOf(Verbs, verb.Key)
                select $"{verb.Key}: {string.Join(", ", verb.Select(name => $"`{name}`"))}";
            text.Append(CultureInfo.InvariantCulture, $"| {Spaced(tag)} | `{Reached(tag, [.. operations.Select(operation => operation.Path)])}` | {string.Join("<br>", verbs)} |\n");
        }

        return text.ToString();
    }

    /// <summary>As build/templates/Client.Places.liquid makes the properties and methods that lead there.</summary>
    private static string Reached(string tag, IReadOnlyList<string> paths)
    {
        var hasDefault = paths.Any(path => !path.StartsWith(ServiceScope, StringComparison.Ordinal));
        var segments = paths[0].Replace(ServiceScope, "/v1/", StringComparison.Ordinal).Split('/');
        List<string> owners = [.. segments[..^1].Where(segment => segment.StartsWith('{')).Select(segment => segment[1..^"Sid}".Length])];
        var prefix = owners.Count > 0 ? owners[^1] : hasDefault ? "" : "Service";
        var property = tag.StartsWith(prefix, StringComparison.Ordinal) ? tag[prefix.Length..] : tag;
        return string.Join('.', [hasDefault ? "twilio" : "twilio.Service(…)", .. owners.Select(owner => $"{owner}(…)"), property]);
    }

    private static string VerbOf(string operation) => Spaced(operation).Split(' ')[0].ToLowerInvariant();

    /// <summary><c>ConversationWebhooks</c> as "Conversation webhooks".</summary>
    private static string Spaced(string name) =>
        string.Concat(name.Select((letter, index) => index > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));
}
