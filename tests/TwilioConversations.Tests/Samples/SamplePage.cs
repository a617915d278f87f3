using System.Text.RegularExpressions;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests.Samples;

/// <summary>A document as its reader uses it: the programs that its C# blocks make, and the commands in its shell blocks.</summary>
internal sealed class SamplePage
{
    private SamplePage(string document)
    {
        Document = document;
        var text = File.ReadAllText(Repository.PathOf(document)).ReplaceLineEndings("\n");
        Blocks = [.. Regex.Matches(text, "^```([\\w#]*)[^\n]*\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)
            .Select(match => new Block(match.Groups[1].Value, match.Groups[2].Value, 2 + text.AsSpan(0, match.Index).Count('\n')))];
        Packages = [.. Commands.Select(command => Regex.Match(command.Text, @"^dotnet add package (\S+)").Groups[1].Value).Where(package => package.Length > 0)];
        Programs = [.. ProgramsOf(document, Blocks, Packages)];
    }

    public string Document { get; }

    public IReadOnlyList<Block> Blocks { get; }

    /// <summary>The packages that the page adds.</summary>
    public IReadOnlyList<string> Packages { get; }

    public IReadOnlyList<SampleProgram> Programs { get; }

    /// <summary>The lines of the shell blocks, without comments; a line that ends with a backslash continues.</summary>
    public IEnumerable<(string Text, int Line)> Commands =>
        from block in Blocks
        where block.Language is "sh" or "bash"
        from command in block.Text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n').Select((text, index) => (Text: Regex.Replace(text, @"(^|\s)#( .*)?$", "").Trim(), Line: block.Line + index))
        where command.Text.Length > 0
        select command;

    public static SamplePage Read(string document) => new(document);

    public override string ToString() => Document;

    // A block that begins with a using directive begins a program; the blocks after it continue it.
    private static IEnumerable<SampleProgram> ProgramsOf(string document, IReadOnlyList<Block> blocks, IReadOnlyList<string> packages)
    {
        var (template, programTemplate) = ("console", "console");
        List<Block> program = [];
        foreach (var block in blocks)
        {
            if (block.Language is "sh" or "bash")
            {
                template = Regex.Match(block.Text, @"^dotnet new (\w+)", RegexOptions.Multiline) is { Success: true } created ? created.Groups[1].Value : template;
            }
            // A test of the packages runs the AppHost of Aspire.
            else if (block.Language is "csharp" or "cs" or "c#" && !block.Text.Contains("DistributedApplication.", StringComparison.Ordinal))
            {
                if (Regex.IsMatch(block.Text, @"^using [\w.]+;") && program.Count > 0)
                {
                    yield return new SampleProgram(document, programTemplate, packages, program);
                    program = [];
                }

                programTemplate = program.Count == 0 ? template : programTemplate;
                program.Add(block);
            }
        }

        if (program.Count > 0)
        {
            yield return new SampleProgram(document, programTemplate, packages, program);
        }
    }

    /// <summary>A fenced block and the line of the document that its text begins at.</summary>
    internal sealed record Block(string Language, string Text, int Line);
}
