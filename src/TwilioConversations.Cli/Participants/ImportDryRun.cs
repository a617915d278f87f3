using System.Runtime.CompilerServices;

namespace TwilioConversations.Cli;

/// <summary><c>import --dry-run</c>: lists the participants, and predicts the outcome of each row.</summary>
internal static class ImportDryRun
{
    public static async Task<int> RunAsync(CommandContext context, ImportRows rows, CancellationToken cancellationToken)
    {
        var capacity = await ImportCapacity.ReadAsync(context, cancellationToken);
        var counts = (Created: 0, Unchanged: 0, Failed: 0);
        await foreach (var (row, fault) in CheckAsync(context, rows, cancellationToken))
        {
            var isThere = fault is null && capacity.Has(row);
            var problem = isThere ? null : fault ?? capacity.Take(row);
            counts = problem is not null ? counts with { Failed = counts.Failed + 1 }
                : isThere ? counts with { Unchanged = counts.Unchanged + 1 }
                : counts with { Created = counts.Created + 1 };
            var outcome = problem is not null ? $"would fail: {problem}" : isThere ? $"{row.Name} already exists" : $"would create {row.Name}";
            await context.Output.WriteLineAsync(TerminalText.Of($"row {row.Number}: {outcome}"));
        }

        context.Note($"{counts.Created} would be created, {counts.Unchanged} unchanged, {counts.Failed} would fail. Nothing was changed.");
        context.Note("Not checked, because only Twilio knows: roles, numbers, addresses used elsewhere.");
        return counts.Failed == 0 ? ExitCode.Done : counts.Failed == rows.All.Count ? ExitCode.Failed : ExitCode.PartlyDone;
    }

    /// <summary>
    /// Returns each row with the reason for which it would be rejected. Everything is done as in an import, except that no request is sent.
    /// </summary>
    private static async IAsyncEnumerable<(Row Row, string? Fault)> CheckAsync(
        CommandContext context, ImportRows rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new DryRunHandler());
        var credentials = TwilioCredentials.FromAuthToken("AC" + new string('0', 32), "none");
        var options = new ConversationsClientOptions
        {
            Credentials = credentials,
            Retry = { MaxAttempts = 1 },
            ConversationRateLimiter = ConversationRateLimits.None,
        };
        using var client = new ConversationsClient(options, http);
        var participants = client.Conversation(context.Place.ConversationName!).Participants;
        var requests = rows.All.Select(row => row.Fault is null ? row.Request : new());
        await foreach (var outcome in participants.CreateManyAsync(requests, cancellationToken: cancellationToken))
        {
            // A row that was not reached has neither a participant nor an error.
            cancellationToken.ThrowIfCancellationRequested();
            var row = rows.All[outcome.Index];
            yield return (row, row.Fault ?? outcome.Error switch
            {
                DryRunException => null,
                ArgumentException e => ArgumentNames.Column(e),
                { } error => ErrorHints.Of(error),
                null => null,
            });
        }
    }

    private sealed class DryRunException : Exception;

    /// <summary>Stops each request before it leaves the process.</summary>
    private sealed class DryRunHandler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw new DryRunException();
    }
}
