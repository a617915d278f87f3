using System.CommandLine;

namespace TwilioConversations.Cli;

/// <summary>
/// <c>tail</c>: new messages as they arrive. The service has no stream of them, so they are polled, less often the longer it is quiet.
/// </summary>
internal static class TailCommand
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    private static readonly Option<int> Last = new Option<int>("--last", "-n")
    {
        Description = "How many existing messages to print first.",
        HelpName = "N",
        DefaultValueFactory = _ => 10,
    }.Within(0, 1000);

    public static Command Create() => CommandContext.WithOptions(CommandContext.Verb(
        "tail",
        "Prints the latest messages, then each new message as it arrives, until Ctrl-C. With --output jsonl, each message is a line of JSON.",
        "conversations tail CH… --last 3",
        RunAsync,
        CommandContext.Conversation,
        Last));

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var format = context.OutputFormat switch
        {
            null or OutputFormat.Table => TranscriptFormat.Text,
            OutputFormat.Jsonl => TranscriptFormat.Jsonl,
            _ => throw new UsageException("tail never ends, so --output must be table or jsonl."),
        };
        var messages = context.Place.Conversation.Messages;
        var writer = TranscriptWriter.Of(format, context.Output, context.Environment.IsOutputRedirected ? null : context.Console, context.MediaAddress);
        try
        {
            // Even if none is to be printed, the newest message determines where new ones begin.
            var last = context.Arguments.GetValue(Last);
            var options = new ListMessagesOptions { Order = MessageOrder.Desc, Limit = Math.Max(1, last) };
            var newest = await messages.ListAsync(options, cancellationToken).ToListAsync(cancellationToken);
            var index = newest is [var first, ..] ? first.Index : -1;
            foreach (var message in newest.Take(last).Reverse())
            {
                writer.Write(message);
            }

            for (var delay = Shortest; ;)
            {
                await context.Output.FlushAsync(cancellationToken);
                await Task.Delay(delay, context.Environment.Time, cancellationToken);
                var isQuiet = true;
                try
                {
                    await foreach (var message in messages.ListAfterAsync(index, cancellationToken: cancellationToken))
                    {
                        writer.Write(message);
                        (index, isQuiet) = (message.Index, false);
                    }
                }
                catch (Exception e) when (IsPassing(e))
                {
                    context.Note($"{ErrorHints.Of(e)} Trying again.");
                }

                delay = isQuiet ? TimeSpan.FromTicks(Math.Min(delay.Ticks * 3 / 2, Longest.Ticks)) : Shortest;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // This is how a tail ends.
            return ExitCode.Done;
        }
    }

    private static bool IsPassing(Exception error) => error is ConversationsConnectionException or ConversationsTimeoutException
        || (error is ConversationsResponseException response && (response.IsRateLimited || (int)response.StatusCode >= 500));
}
