using System.CommandLine;

namespace TwilioConversations.Cli;

/// <summary><c>export</c>: a whole account or service, resumable and incremental.</summary>
internal static class ExportCommand
{
    private static readonly Option<string> Target = new("--all")
    {
        Description = "The folder to export all conversations to. It is created if it does not exist, and only you can read its files.",
        HelpName = "FOLDER",
        Required = true,
    };

    private static readonly Option<int> Concurrency = new Option<int>("--concurrency")
    {
        Description = "The number of conversations that are read at once, from 1 to 64.",
        HelpName = "N",
        DefaultValueFactory = _ => 8,
    }.Within(1, 64);

    public static Command Create() => CommandContext.WithOptions(CommandContext.Verb(
        "export",
        """
        Exports all conversations of the default service, or of --service, with participants, messages, receipts and media. To resume an
        interrupted export, run the same command again. A later run adds what is new: new conversations, new messages, missing media files,
        and the current participants. Messages that were changed or deleted after their export stay as they were exported.
        """,
        "conversations export --all backup",
        RunAsync,
        Target,
        Concurrency));

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var target = context.Environment.File(context.Arguments.GetValue(Target)!);
        using var folder = ExportFolder.Open(target, context.Place.ServiceSid);
        if (folder.IsResumed)
        {
            context.Note("Resuming the export.");
        }
        else
        {
            var count = await folder.WriteConversationsAsync(context.Place.Conversations.ListAsync(new() { PageSize = 100 }, cancellationToken).AsPages());
            folder.Begin(count);
        }

        var export = new ConversationExport(context, folder);
        try
        {
            await ProgressBar.RunAsync(context, "conversations", folder.Conversations, isDataOnTerminal: false, advance => Parallel.ForEachAsync(
                folder.ReadConversations(),
                new ParallelOptions { MaxDegreeOfParallelism = context.Arguments.GetValue(Concurrency), CancellationToken = cancellationToken },
                async (conversation, stop) =>
                {
                    var counts = await export.RunAsync(conversation.Sid, conversation.ServiceSid, stop);
                    lock (folder)
                    {
                        folder.Add(counts);
                        advance(1);
                    }
                }));
        }
        catch (Exception e) when (e is OperationCanceledException || ErrorHints.IsReported(e))
        {
            context.Note("The export is not complete. Run the command again to resume.");
            throw;
        }

        var counts = folder.Complete();
        context.Note($"{folder.Conversations} conversations with {counts.Participants} participants, {counts.Messages} messages, {counts.Receipts} receipts "
            + $"and {counts.Media} media files are in {target}.");
        if (context.MediaAddress is null)
        {
            context.Note("Media files are skipped, because --base-address does not include the media service. Set TWILIO_MEDIA_BASE_ADDRESS.");
        }
        else if (counts.MissingMedia > 0)
        {
            context.Note($"{counts.MissingMedia} media files could not be exported: the media service does not have them, or the response had no valid SID "
                + "for them or for their service. messages.jsonl has what the service returned.");
            return ExitCode.PartlyDone;
        }

        return ExitCode.Done;
    }
}
