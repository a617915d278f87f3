using System.Runtime.CompilerServices;
using TwilioConversations.Cli.Commands;
using TwilioConversations.Cli.Output;

namespace TwilioConversations.Cli.Participants;

/// <summary><c>import --dry-run</c>: reads who is there, and works out what an import would do.</summary>
internal static class ImportDryRun
{
    private const int MaxParticipants = 1000;
    private const int MaxOutsideChat = 50;

    public static async Task<int> RunAsync(CommandContext context, ImportRows rows, CancellationToken cancellationToken)
    {
        var there = new HashSet<(string?, string?, string?)>();
        var (participants, outsideChat) = (0, 0);
        await foreach (var participant in context.Participants.ListAsync(cancellationToken: cancellationToken))
        {
            participants++;
            outsideChat += participant.MessagingBinding?.Address is null ? 0 : 1;
            if (Row.KeyOf(participant.Identity, participant.MessagingBinding?.Address, participant.MessagingBinding?.ProxyAddress) is { } key)
            {
                there.Add(key);
            }
        }

        var counts = (Created: 0, Unchanged: 0, Failed: 0);
        await foreach (var (row, fault) in CheckAsync(context, rows, cancellationToken))
        {
            var isThere = fault is null && row.Key is { } key && there.Contains(key);
            var isOutsideChat = row.Request.MessagingBindingAddress is not null;
            var problem = fault ?? (isThere ? null
                : participants >= MaxParticipants ? $"the conversation would have more than {MaxParticipants} participants"
                : isOutsideChat && outsideChat >= MaxOutsideChat ? $"the conversation would have more than {MaxOutsideChat} participants outside chat"
                : null);
            if (problem is null && !isThere)
            {
                participants++;
                outsideChat += isOutsideChat ? 1 : 0;
            }

            counts = (counts.Created + (problem is null && !isThere ? 1 : 0), counts.Unchanged + (isThere ? 1 : 0), counts.Failed + (problem is null ? 0 : 1));
            await context.Output.WriteLineAsync(TerminalText.Of($"row {row.Number}: {(problem is not null ? $"would fail: {problem}" : isThere ? $"{row.Name} is there already" : $"would create {row.Name}")}"));
        }

        context.Note($"{counts.Created} would be created, {counts.Unchanged} unchanged, {counts.Failed} would fail. Nothing was changed. What the service alone knows was not checked: roles, numbers, and addresses in other conversations.");
        return counts.Failed == 0 ? ExitCode.Done : counts.Failed == rows.All.Count ? ExitCode.Failed : ExitCode.PartlyDone;
    }

    /// <summary>Each row with the reason why it would be refused before it is sent. Everything but the sending is done.</summary>
    private static async IAsyncEnumerable<(Row Row, string? Fault)> CheckAsync(
        CommandContext context, ImportRows rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new DryRunHandler());
        using var client = new ConversationsClient(new ConversationsClientOptions { Credentials = TwilioCredentials.AuthToken("AC" + new string('0', 32), "none"), Retry = { MaxAttempts = 1 } }, http);
        var requests = rows.All.Select(row => row.Fault is null ? row.Request : new());
        await foreach (var outcome in client.Conversation(context.Place.ConversationName!).Participants.CreateManyAsync(requests, new() { RequestsPerSecond = null }, cancellationToken: cancellationToken))
        {
            // A row that was not reached has neither a participant nor an error.
            cancellationToken.ThrowIfCancellationRequested();
            var row = rows.All[outcome.Index];
            yield return (row, row.Fault ?? (outcome.Error is DryRunException ? null : outcome.Error is ArgumentException e ? ArgumentNames.Column(e) : ErrorHints.Of(outcome.Error!)));
        }
    }

    private sealed class DryRunException : Exception;

    /// <summary>Stops each request where it would leave the process.</summary>
    private sealed class DryRunHandler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw new DryRunException();
    }
}
