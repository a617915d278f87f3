using System.CommandLine;
using TwilioConversations.Cli.Commands;
using TwilioConversations.Cli.Participants;

namespace TwilioConversations.Cli.Reading;

/// <summary><c>transcript</c>: a conversation as people read it, of any length, page by page.</summary>
internal static class TranscriptCommand
{
    private static readonly Option<TranscriptFormat?> Format = new Option<TranscriptFormat?>("--format") { Description = "What to write; unless given, what the name of --file says, or else text." }
        .OneOf(("text", TranscriptFormat.Text), ("markdown", TranscriptFormat.Markdown), ("html", TranscriptFormat.Html), ("jsonl", (TranscriptFormat?)TranscriptFormat.Jsonl));
    private static readonly Option<string?> Target = new("--file", "-f") { Description = "Writes to a file instead of stdout: .txt, .md, .html or .jsonl. If that is interrupted, the same command goes on where it was. - for stdout.", HelpName = "FILE" };

    public static Command Create() => CommandContext.WithOptions(CommandContext.Verb(
        "transcript",
        "Writes all messages of a conversation with authors and times, for people to read.",
        "conversations transcript CH… --file support.html",
        RunAsync,
        CommandContext.Conversation,
        Format,
        Target));

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var path = context.Arguments.GetValue(Target) is { } name and not ImportText.StandardStream ? name : null;
        var format = context.Arguments.GetValue(Format) ?? (path is null ? TranscriptFormat.Text : FormatOf(path));
        var conversation = await context.Place.Conversations.FetchAsync(context.Place.ConversationName!, cancellationToken);
        if (path is null)
        {
            var writer = TranscriptWriter.Of(format, context.Output, context.Environment.IsOutputRedirected ? null : context.Console, context.MediaAddress);
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

    private static async Task<int> WriteFileAsync(CommandContext context, Conversation conversation, TranscriptFormat format, NamedFile target, CancellationToken cancellationToken)
    {
        using var file = TranscriptFile.Open(target, $"{conversation.Sid} {format}");
        if (file.Messages > 0)
        {
            context.Note($"Goes on after message {file.Messages}, where an earlier run ended.");
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
                    // A page whose token an earlier run noted is read once more: what stands in the file already is left out.
                    Write(writer, page, advance, file.LastIndex);
                    file.Save(page);
                }
            });
            writer.End();
            file.Complete();
        }
        catch (Exception e) when (file.Messages > 0 && e is OperationCanceledException or ConversationsException or HttpRequestException or TimeoutException)
        {
            context.Note($"{Wrote(file)} in {target}. Run it again to go on from there.");
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
        _ => throw new UsageException($"{path}: its name must end in .txt, .md, .html or .jsonl, or --format must say what to write."),
    };
}
