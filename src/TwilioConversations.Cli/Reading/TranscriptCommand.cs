using System.CommandLine;

namespace TwilioConversations.Cli;

/// <summary><c>transcript</c>: a conversation for people to read, of any length, written page by page.</summary>
internal static class TranscriptCommand
{
    private static readonly Option<TranscriptFormat?> Format = new Option<TranscriptFormat?>("--format")
    {
        Description = "The format of the transcript. Default: the extension of --file, otherwise text.",
    }.OneOf(
        ("text", TranscriptFormat.Text),
        ("markdown", TranscriptFormat.Markdown),
        ("html", TranscriptFormat.Html),
        ("jsonl", (TranscriptFormat?)TranscriptFormat.Jsonl));

    private static readonly Option<string?> Target = new("--file", "-f")
    {
        Description = "The file to write: .txt, .md, .html or .jsonl. To resume an interrupted transcript, run the command again. Default: stdout, as with -.",
        HelpName = "FILE",
    };

    public static Command Create() => CommandContext.WithOptions(CommandContext.Verb(
        "transcript",
        "Writes all messages of a conversation, with authors and times, for people to read.",
        "conversations transcript CH… --file support.html",
        RunAsync,
        CommandContext.Conversation,
        Format,
        Target));

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var path = context.Arguments.GetValue(Target) is { } name and not ToolEnvironment.StandardStream ? name : null;
        var format = context.Arguments.GetValue(Format) ?? (path is null ? TranscriptFormat.Text : FormatOf(path));
        var conversation = await context.Place.Conversations.FetchAsync(context.Place.ConversationName!, cancellationToken: cancellationToken);
        if (path is null)
        {
            var console = context.Environment.IsOutputRedirected ? null : context.Console;
            var writer = TranscriptWriter.Of(format, context.Output, console, context.MediaAddress);
            writer.Begin(conversation);
            await ProgressBar.RunAsync(context, "messages", total: null, isDataOnTerminal: !context.Environment.IsOutputRedirected, async advance =>
            {
                await foreach (var page in PagesAsync(context, null, cancellationToken))
                {
                    Write(writer, page, advance);
                    await context.Output.FlushAsync(cancellationToken);
                }
            });
            writer.End();
            return ExitCode.Done;
        }

        return await WriteFileAsync(context, conversation, format, context.Environment.File(path), cancellationToken);
    }

    private static async Task<int> WriteFileAsync(
        CommandContext context, Conversation conversation, TranscriptFormat format, NamedFile target, CancellationToken cancellationToken)
    {
        using var file = TranscriptFile.Open(target, $"{conversation.Sid} {format}");
        if (file.Messages > 0)
        {
            context.Note($"Resuming after message {file.Messages}.");
        }

        try
        {
            var writer = TranscriptWriter.Of(format, file.Output, console: null, context.MediaAddress);
            if (file.IsNew)
            {
                writer.Begin(conversation);
            }

            await ProgressBar.RunAsync(context, "messages", total: null, isDataOnTerminal: false, async advance =>
            {
                await foreach (var page in PagesAsync(context, file.PageToken, cancellationToken))
                {
                    // The last page of an earlier run is read once more, without the messages that are already in the file.
                    Write(writer, page, advance, file.LastIndex);
                    file.Save(page);
                }
            });
            writer.End();
            file.Complete();
        }
        catch (Exception e) when (file.Messages > 0 && e is OperationCanceledException or ConversationsException)
        {
            context.Note($"{Wrote(file)} in {target}. Run the command again to resume.");
            throw;
        }

        context.Note($"{Wrote(file)} in {target}.");
        return ExitCode.Done;
    }

    private static string Wrote(TranscriptFile file) => file.Messages == 1 ? "1 message is" : $"{file.Messages} messages are";

    private static IAsyncEnumerable<ListPage<Message>> PagesAsync(CommandContext context, string? pageToken, CancellationToken cancellationToken) =>
        context.Place.Conversation.Messages.ListAsync(new() { Order = MessageOrder.Asc }, cancellationToken).AsPages(pageToken);

    private static void Write(TranscriptWriter writer, ListPage<Message> page, Action<int> advance, int after = -1)
    {
        foreach (var message in page.Items.Where(message => message.Index > after))
        {
            writer.Write(message);
        }

        advance(page.Items.Count);
    }

    private static TranscriptFormat FormatOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".txt" => TranscriptFormat.Text,
        ".md" => TranscriptFormat.Markdown,
        ".html" or ".htm" => TranscriptFormat.Html,
        ".jsonl" => TranscriptFormat.Jsonl,
        _ => throw new UsageException($"{path}: the file name must end in .txt, .md, .html or .jsonl, or pass --format."),
    };
}
