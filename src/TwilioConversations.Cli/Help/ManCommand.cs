using System.CommandLine;
using System.Text;

namespace TwilioConversations.Cli;

/// <summary><c>man</c>: manual pages, from the same descriptions as the help.</summary>
internal static class ManCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("folder")
        {
            Description = "The folder to write the pages to. It is created if it does not exist.",
            HelpName = "FOLDER",
        };
        var command = new Command(
            "man",
            "Writes a manual page for each command.\n\nExample:\n  conversations man ~/.local/share/man/man1") { folder };
        command.SetAction((arguments, cancellationToken) =>
        {
            var environment = ToolEnvironment.Of(arguments);
            return ErrorHints.ReportAsync(environment, () => WriteAsync(environment, environment.File(arguments.GetValue(folder)!)), cancellationToken);
        });
        return command;
    }

    private static async Task<int> WriteAsync(ToolEnvironment environment, NamedFile folder)
    {
        var pages = PagesOf(Tool.Commands, "conversations").ToList();
        FileErrors.Try(folder, "write", () => Directory.CreateDirectory(folder.Path));
        foreach (var (name, page) in pages)
        {
            var file = new NamedFile($"{name}.1", Path.Combine(folder.Path, $"{name.Replace(' ', '-')}.1"));
            FileErrors.Try(file, "write", () =>
            {
                File.WriteAllText(file.Path, page);
                return true;
            });
        }

        await environment.Error.WriteLineAsync($"Wrote {pages.Count} pages to {folder}.");
        return ExitCode.Done;
    }

    private static IEnumerable<(string Name, string Page)> PagesOf(Command command, string path) =>
        command.Subcommands.SelectMany(sub => PagesOf(sub, $"{path} {sub.Name}")).Prepend((path, PageOf(command, path)));

    private static string PageOf(Command command, string path)
    {
        var name = path.Replace(' ', '-');
        var paragraphs = (command.Description ?? "").ReplaceLineEndings("\n").Split("\n\n");
        var page = new StringBuilder()
            .Append($".TH \"{name.ToUpperInvariant()}\" 1 \"\" \"\" \"Conversations\"\n")
            .Append($".SH NAME\n{Text(name)} \\- {Text(FirstSentence(paragraphs[0]))}\n")
            .Append($".SH SYNOPSIS\n.B {Text(path)}\n{Text(string.Join(' ', UsageOf(command)))}\n")
            .Append(".SH DESCRIPTION\n");
        foreach (var paragraph in paragraphs)
        {
            var lines = paragraph.Split('\n');
            page.Append(lines[0].StartsWith("Example", StringComparison.Ordinal)
                ? $".SH EXAMPLE\n.nf\n{string.Join('\n', lines[1..].Select(line => Text(line.Trim())))}\n.fi\n"
                : $".PP\n{Text(paragraph)}\n");
        }

        Section("ARGUMENTS", command.Arguments.Select(argument => ($"<{argument.Name}>", argument.Description)));
        Section("OPTIONS", OptionsOf(command).Select(option => (NamesOf(option), option.Description)));
        Section("COMMANDS", command.Subcommands.Select(sub => ($"{name}-{sub.Name}(1)", (string?)FirstSentence(sub.Description ?? ""))));
        return page.ToString();

        void Section(string title, IEnumerable<(string Term, string? Text)> entries)
        {
            var all = entries.ToList();
            page.Append(all.Count == 0 ? "" : $".SH {title}\n");
            foreach (var (term, text) in all)
            {
                page.Append($".TP\n.B {Text(term)}\n{Text(text ?? "")}\n");
            }
        }
    }

    private static IEnumerable<string> UsageOf(Command command) =>
        command.Arguments.Select(argument => argument.Arity.MinimumNumberOfValues == 0 ? $"[<{argument.Name}>]" : $"<{argument.Name}>")
            .Append(command.Subcommands.Count > 0 ? "<command>" : "").Append("[options]").Where(word => word.Length > 0);

    private static IEnumerable<Option> OptionsOf(Command command) =>
        command.Options.Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options.Where(option => option.Recursive)));

    private static string NamesOf(Option option) =>
        string.Join(", ", option.Aliases.Prepend(option.Name)) + (option.HelpName is { } value ? $" {value}" : "");

    private static string FirstSentence(string text) => text.ReplaceLineEndings(" ").Split(". ")[0].Split("  ")[0].TrimEnd('.');

    // A line that begins with a dot or an apostrophe is an instruction.
    private static string Text(string text)
    {
        var lines = text.Replace(@"\", @"\e", StringComparison.Ordinal).Replace("-", @"\-", StringComparison.Ordinal).Split('\n');
        return string.Join('\n', lines.Select(line => line is ['.' or '\'', ..] ? $@"\&{line}" : line));
    }
}
