using System.CommandLine;
using TwilioConversations.Cli.Commands;
using TwilioConversations.Cli.Output;
using TwilioConversations.Cli.Participants;

namespace TwilioConversations.Cli.Resources;

/// <summary><c>export</c>: all items with all of their fields, for another program or for <c>import</c>.</summary>
internal static class ExportVerb
{
    private static readonly Option<string?> Target = new("--file", "-f") { Description = "Writes to a file instead of stdout; its name says the format, .csv or .jsonl. One that is there is replaced once everything is read. - for stdout.", HelpName = "FILE" };
    private static readonly Option<bool> EscapeFormulas = new("--escape-formulas") { Description = "For CSV that a spreadsheet opens: puts an apostrophe before each cell that begins as a formula does." };

    /// <summary>The verb of a resource in a conversation; <paramref name="readsBack"/> says what reads the file again.</summary>
    public static Command Create<T>(ItemShape<T> shape, string example, string readsBack, Func<CommandContext, CancellationToken, PagedAsyncEnumerable<T>> list)
        where T : class => CommandContext.Verb(
        "export",
        $"Writes all {shape.Plural} with all of their fields, as JSON lines unless --output or the file's name says CSV{readsBack}.",
        example,
        async (context, cancellationToken) =>
        {
            var path = context.Arguments.GetValue(Target) is { } file and not ImportText.StandardStream ? file : null;
            var format = FormatOf(context, path);
            var pages = list(context, cancellationToken).AsPages();
            await (path is null
                ? ExportAsync(context, shape, pages, format, context.Output, isDataOnTerminal: !context.Environment.IsOutputRedirected)
                : ExportToFileAsync(context, shape, pages, format, context.Environment.File(path)));
            return ExitCode.Done;
        },
        CommandContext.Conversation,
        Target,
        EscapeFormulas);

    private static OutputFormat FormatOf(CommandContext context, string? path)
    {
        if (context.OutputFormat == OutputFormat.Table)
        {
            throw new UsageException("--output table is for people: export as jsonl, csv or json.");
        }

        if (path is null)
        {
            return context.OutputFormat ?? OutputFormat.Jsonl;
        }

        var named = ImportRows.FormatIn(path);
        return context.OutputFormat is not { } asked ? named ?? ImportRows.FormatOf(path)
            : named is null || named == asked ? asked
            : throw new UsageException($"--output {asked.ToString().ToLowerInvariant()} does not go with {path}, whose name says {named.ToString()!.ToLowerInvariant()}. Leave --output out, or rename the file.");
    }

    // Everything is read before the target is touched, so that an earlier export stays until it can be replaced.
    private static async Task ExportToFileAsync<T>(CommandContext context, ItemShape<T> shape, IAsyncEnumerable<ListPage<T>> pages, OutputFormat format, NamedFile target)
        where T : class
    {
        var isNew = !File.Exists(target.Path);
        await using var file = FileErrors.Try(target, "written", () => PrivateFile.Open(target.Path, FileMode.OpenOrCreate));
        try
        {
            await using var whole = new FileStream(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 4096, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
            await using (var output = new StreamWriter(whole, leaveOpen: true) { NewLine = "\n" })
            {
                await ExportAsync(context, shape, pages, format, output, isDataOnTerminal: false);
            }

            whole.Position = 0;
            FileErrors.Try(target, "written", () =>
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
        using var writer = new ItemWriter<T>(shape, format, output, context.Console, isEscaped);
        await ProgressBar.RunAsync(context, "exported", total: null, isDataOnTerminal, advance =>
            writer.WriteAsync(pages.Select(page =>
            {
                advance(page.Items.Count);
                return page;
            })));
        if (writer.Formulas > 0 && !isEscaped)
        {
            context.Note($"{writer.Formulas} {(writer.Formulas == 1 ? "cell begins" : "cells begin")} as a formula does, and a spreadsheet would run it. For a spreadsheet, export with --escape-formulas.");
        }
    }
}
