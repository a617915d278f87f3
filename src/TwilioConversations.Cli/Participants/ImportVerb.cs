using System.CommandLine;
using TwilioConversations.Cli.Output;

namespace TwilioConversations.Cli.Participants;

/// <summary><c>import</c>: adds the participants of a file, and can be interrupted and run again.</summary>
internal static class ImportVerb
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "What export wrote, or a file like it: .csv or .jsonl.", HelpName = "FILE" };
        var failed = new Option<FileInfo?>("--failed") { Description = "Where rows that failed are kept, to be imported again; FILE.failed.csv or .jsonl beside the file unless given. One that is there is replaced.", HelpName = "FILE" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Shows what would happen, and changes nothing." };
        var concurrency = new Option<int>("--concurrency") { Description = "How many requests may be under way at once, 1 to 64.", HelpName = "N", DefaultValueFactory = _ => 4 }.Within(1, 64);
        return Session.Verb(
            "import",
            """
            Adds the participants of a file. One who is there already is not added again; what the row says was read is set. A row that
            fails does not stop the others. An import that was interrupted goes on where it was when it is run again.
            """,
            "conversations participants import CH… people.csv",
            async (session, cancellationToken) =>
            {
                var input = session.Arguments.GetValue(file)!;
                var failures = session.Arguments.GetValue(failed) ?? BesideOf(input);
                if (IsSame(input, failures))
                {
                    throw new UsageException("--failed must be another file than the one that is imported.");
                }

                var rows = input.Exists ? Rows.Read(input) : throw new UsageException($"There is no file {input}.");
                var options = new BulkOptions { Concurrency = session.Arguments.GetValue(concurrency) };
                return session.Arguments.GetValue(dryRun)
                    ? await DryRunAsync(session, rows, cancellationToken)
                    : await ImportAsync(session, input, failures, rows, options, cancellationToken);
            },
            file,
            failed,
            dryRun,
            concurrency);
    }

    private static FileInfo BesideOf(FileInfo input) => new(Path.Combine(input.DirectoryName!, $"{Path.GetFileNameWithoutExtension(input.Name)}.failed{input.Extension}"));

    private static bool IsSame(FileInfo one, FileInfo other)
    {
        return string.Equals(Target(one), Target(other), OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

        static string Target(FileInfo file) => (file.Exists ? file.ResolveLinkTarget(returnFinalTarget: true) : null)?.FullName ?? file.FullName;
    }

    private static async Task<int> ImportAsync(Session session, FileInfo input, FileInfo failed, Rows rows, BulkOptions options, CancellationToken cancellationToken)
    {
        var progress = ImportProgress.Of(input, session);
        if (progress.Rows > 0)
        {
            session.Note($"Goes on after row {progress.Rows}, where an earlier run was interrupted.");
        }
        else if (failed.Exists)
        {
            failed.Delete();
        }

        List<Row> left = [.. rows.All.Skip(progress.Rows)];
        await using var failures = new FailedRows(failed, rows);
        var exitCode = await Outcomes.RunAsync(session, "added", left.Count, AddAsync(), FinishAsync, cancellationToken);
        progress.Complete(rows.All.Count);
        if (failures.Count > 0)
        {
            session.Note($"What failed ({failures.Count}) is in {failed}, to be mended and imported again.");
        }

        if (exitCode == ExitCode.Interrupted)
        {
            session.Note($"Run it again to go on after row {progress.Rows}.");
        }

        return exitCode;

        // What cannot be read is not sent, and fails in its place.
        async IAsyncEnumerable<BulkResult<CreateParticipantRequest, Participant>> AddAsync()
        {
            List<int> readable = [.. Enumerable.Range(0, left.Count).Where(i => left[i].Fault is null)];
            var next = 0;
            await foreach (var added in session.Participants.AddManyAsync(readable.Select(i => left[i].Request), options, cancellationToken: cancellationToken))
            {
                for (; next < readable[added.Index]; next++)
                {
                    yield return Unreadable(next);
                }

                yield return new() { Index = next++, Input = added.Input, Status = added.Status, Result = added.Result, Error = added.Error };
            }

            for (; next < left.Count; next++)
            {
                yield return Unreadable(next);
            }
        }

        BulkResult<CreateParticipantRequest, Participant> Unreadable(int index) => new() { Index = index, Input = left[index].Request, Status = BulkStatus.Failed, Error = new InvalidDataException(left[index].Fault) };

        async Task<Outcome> FinishAsync(BulkResult<CreateParticipantRequest, Participant> added)
        {
            var row = left[added.Index];
            var outcome = new Outcome(row.Number, row.Name, added.Status, added.Result?.Sid, added.Error);
            try
            {
                await CompleteAsync(row, outcome);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                outcome = outcome with { Status = BulkStatus.Unknown };
            }
            catch (Exception e) when (Advice.IsReported(e))
            {
                outcome = outcome with { Status = BulkStatus.Failed, Error = e };
            }

            if (outcome.Status == BulkStatus.Failed)
            {
                await failures.AddAsync(row);
            }

            progress.Add(outcome);
            return outcome;
        }

        async Task CompleteAsync(Row row, Outcome outcome)
        {
            if (row.Update is { } update && outcome is { IsOpen: false, Error: null } && await KeyOfAsync(row.Request, outcome.Sid) is { } key)
            {
                if (outcome.Status == BulkStatus.AlreadyExists)
                {
                    // When one who was there already was last changed is not for a row to say.
                    update.DateUpdated = null;
                }

                await session.Participants.UpdateAsync(key, update, cancellationToken: cancellationToken);
            }
        }

        // One who was there already is known by what the row says.
        async Task<ParticipantKey?> KeyOfAsync(CreateParticipantRequest request, string? sid) => (sid, request) switch
        {
            ({ } added, _) => ParticipantKey.Sid(added),
            (_, { Identity: { } identity }) => ParticipantKey.Identity(identity),
            (_, { MessagingBindingAddress: { } address }) => await session.Participants.FindByAddressAsync(address, request.MessagingBindingProxyAddress, cancellationToken) is { } existing ? ParticipantKey.FromParticipant(existing) : null,
            _ => null,
        };
    }

    private static async Task<int> DryRunAsync(Session session, Rows rows, CancellationToken cancellationToken)
    {
        var there = new HashSet<(string?, string?, string?)>();
        await foreach (var participant in session.Participants.ListAsync(cancellationToken: cancellationToken))
        {
            there.Add(KeyOf(participant.Identity, participant.MessagingBinding?.Address, participant.MessagingBinding?.ProxyAddress));
        }

        // Everything but the sending, so that what would be refused before it is refused here too.
        using var nowhere = new HttpClient(new Nowhere());
        using var client = new ConversationsClient(new ConversationsClientOptions { Credentials = TwilioCredentials.AuthToken("AC" + new string('0', 32), "none"), Retry = { MaximumAttempts = 1 } }, nowhere);
        var counts = (Added: 0, Unchanged: 0, Failed: 0);
        await foreach (var outcome in client.Conversation(session.ConversationName).Participants.AddManyAsync(rows.All.Select(row => row.Fault is null ? row.Request : new()), cancellationToken: cancellationToken))
        {
            // What was not come to has neither a participant nor an error to tell of.
            cancellationToken.ThrowIfCancellationRequested();
            var row = rows.All[outcome.Index];
            var fault = row.Fault ?? (outcome.Error is NowhereException ? null : Advice.Of(outcome.Error!));
            var isNew = fault is null && there.Add(KeyOf(row.Request.Identity, row.Request.MessagingBindingAddress, row.Request.MessagingBindingProxyAddress));
            await session.Output.WriteLineAsync(Printable.Of($"row {row.Number}: {(fault is not null ? $"would fail: {fault}" : isNew ? $"would add {row.Name}" : $"{row.Name} is there already")}"));
            counts = (counts.Added + (isNew ? 1 : 0), counts.Unchanged + (fault is null && !isNew ? 1 : 0), counts.Failed + (fault is null ? 0 : 1));
        }

        session.Note($"{counts.Added} would be added, {counts.Unchanged} unchanged, {counts.Failed} would fail. Nothing was changed.");
        return counts.Failed == 0 ? ExitCode.Done : counts.Failed == rows.All.Count ? ExitCode.Failed : ExitCode.PartlyDone;
    }

    private static (string?, string?, string?) KeyOf(string? identity, string? address, string? proxyAddress) => identity is null ? (null, address, proxyAddress) : (identity, null, null);

    private sealed class NowhereException : Exception;

    private sealed class Nowhere : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw new NowhereException();
    }

    /// <summary>The rows that failed, as they stood in the file.</summary>
    private sealed class FailedRows(FileInfo file, Rows rows) : IAsyncDisposable
    {
        private StreamWriter? _writer;

        public int Count { get; private set; }

        public async Task AddAsync(Row row)
        {
            if (_writer is null)
            {
                var isNew = !file.Exists;
                _writer = file.AppendText();
                await _writer.WriteAsync(isNew ? rows.Header : "");
            }

            await _writer.WriteAsync(row.Text + "\n");
            await _writer.FlushAsync();
            Count++;
        }

        public async ValueTask DisposeAsync()
        {
            if (_writer is not null)
            {
                await _writer.DisposeAsync();
            }
        }
    }
}
