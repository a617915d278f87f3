using System.CommandLine;

namespace TwilioConversations.Cli;

/// <summary><c>export</c>: all items with all fields, for other programs or for <c>import</c>.</summary>
internal static class ExportVerb
{
    private static readonly Option<string?> Target = new("--file", "-f")
    {
        Description = "The file to write, .csv or .jsonl. An existing file is replaced when everything has been read. Default: stdout, as with -.",
        HelpName = "FILE",
    };

    private static readonly Option<bool> EscapeFormulas = new("--escape-formulas")
    {
        Description = "Puts an apostrophe before each CSV cell that a spreadsheet would run as a formula.",
    };

    /// <summary>Creates the verb of a resource in a conversation.</summary>
    public static Command Create<T>(
        ItemShape<T> shape, string example, string readsBack, Func<CommandContext, CancellationToken, PagedAsyncEnumerable<T>> list)
        where T : class => CommandContext.Verb(
        "export",
        $"Writes all {shape.Plural} with all fields. The format is JSON lines, unless --output or the file's extension selects CSV.{readsBack}",
        example,
        async (context, cancellationToken) =>
        {
            var path = context.Arguments.GetValue(Target) is { } file and not ToolEnvironment.StandardStream ? file : null;
            var format = FormatOf(context, path);
            var pages = list(context, cancellationToken).AsPages();
            await (path is null
                ? ExportAsync(context, shape, pages, format, context.Output, isDataOnTerminal: !context.Environment.IsOutputRedirected)
                : ExportToFileAsync(context, shape, pages, format, context.Environment.File(path)));
            return ExitCode.Done;
        },
        [CommandContext.Conversation, Target, EscapeFormulas, .. CommandContext.Printing]);

    private static OutputFormat FormatOf(CommandContext context, string? path)
    {
        if (context.OutputFormat == OutputFormat.Table)
        {
            throw new UsageException("export cannot write a table. Use --output jsonl, csv or json.");
        }

        if (path is null)
        {
            return context.OutputFormat ?? OutputFormat.Jsonl;
        }

        var named = ImportRows.FormatIn(path);
        return context.OutputFormat is not { } asked ? named ?? ImportRows.FormatOf(path)
            : named is null || named == asked ? asked
            : throw new UsageException(
                $"--output {asked.ToString().ToLowerInvariant()} does not match the extension of {path}. Remove --output, or rename the file.");
    }

    // Everything is read before the target changes, so that an earlier export stays until it can be replaced.
    private static async Task ExportToFileAsync<T>(
        CommandContext context, ItemShape<T> shape, IAsyncEnumerable<ListPage<T>> pages, OutputFormat format, NamedFile target)
        where T : class
    {
        var isNew = !File.Exists(target.Path);
        await using var file = FileErrors.Try(target, "write", () => PrivateFile.Open(target.Path, FileMode.OpenOrCreate));
        try
        {
            const FileOptions Temporary = FileOptions.DeleteOnClose | FileOptions.Asynchronous;
            await using var whole = new FileStream(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 4096, Temporary);
            await using (var output = new StreamWriter(whole, leaveOpen: true) { NewLine = "\n" })
            {
                await ExportAsync(context, shape, pages, format, output, isDataOnTerminal: false);
            }

            whole.Position = 0;
            FileErrors.Try(target, "write", () =>
            {
                if (!isNew)
                {
                    file.SetLength(0);
                }

                whole.CopyTo(file);
                file.Flush();
                return true;
            });
        }
        catch when (isNew)
        {
            await file.DisposeAsync();
            File.Delete(new FileInfo(target.Path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? target.Path);
            throw;
        }
    }

    private static async Task ExportAsync<T>(
        CommandContext context, ItemShape<T> shape, IAsyncEnumerable<ListPage<T>> pages, OutputFormat format, TextWriter output, bool isDataOnTerminal)
        where T : class
    {
        var isEscaped = context.Arguments.GetValue(EscapeFormulas);
        using var writer = context.Writer(shape, format, output, isEscaped);
        await ProgressBar.RunAsync(context, "exported", total: null, isDataOnTerminal, advance =>
            writer.WriteAsync(pages.Select(page =>
            {
                advance(page.Items.Count);
                return page;
            })));
        if (writer.Formulas > 0 && !isEscaped)
        {
            var cells = writer.Formulas == 1 ? "cell as a formula" : "cells as formulas";
            context.Note($"A spreadsheet would run {writer.Formulas} {cells}. Use --escape-formulas to prevent that.");
        }
    }
}
