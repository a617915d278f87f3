using System.CommandLine;
using System.Runtime.CompilerServices;
using TwilioConversations.Cli.Commands;

namespace TwilioConversations.Cli.Participants;

/// <summary><c>import</c>: creates the participants of a file, and can be interrupted and run again.</summary>
internal static class ImportVerb
{
    private static readonly Argument<string> Input = new("file") { Description = "What export wrote, or a file like it: .csv or .jsonl; - for standard input, in the format that the name of --failed says.", HelpName = "FILE" };
    private static readonly Option<string?> Failed = new("--failed") { Description = "Where to keep the rows that fail, to be mended and imported again; FILE.failed.csv or .jsonl beside the file unless given. It must not be there yet.", HelpName = "FILE" };
    private static readonly Option<string?> Progress = new("--progress") { Description = "Where to keep how far the import has come; FILE.progress beside the file unless given. For standard input nothing is kept unless this is given.", HelpName = "FILE" };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Shows what would happen, and changes nothing." };
    private static readonly Option<int> Concurrency = new Option<int>("--concurrency") { Description = "How many requests may be under way at once, 1 to 64.", HelpName = "N", DefaultValueFactory = _ => new BulkOptions().Concurrency }.Within(1, 64);

    public static Command Create() => CommandContext.Verb(
        "import",
        """
        Creates the participants of a file. One that is there already is not created again; the read position that the row has is set. A row
        that fails does not stop the others; a failure that all others would share does. Run again, an import that was interrupted or
        stopped goes on where it was.
        """,
        "conversations participants import CH… people.csv",
        RunAsync,
        CommandContext.Conversation,
        Input,
        Failed,
        Progress,
        DryRun,
        Concurrency,
        CommandContext.Webhooks);

    private static Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var input = context.Arguments.GetValue(Input)!;
        var failed = context.Arguments.GetValue(Failed) ?? (input == ImportText.StandardStream
            ? throw new UsageException("--failed must say where to keep the rows of standard input that fail; its name, .csv or .jsonl, says what is in them.")
            : Path.ChangeExtension(input, $".failed{Path.GetExtension(input)}"));
        var progress = context.Arguments.GetValue(Progress) ?? (input == ImportText.StandardStream ? null : input + ".progress");
        RefuseSame(context, ("the one that is imported", input), ("--failed", failed));
        RefuseSame(context, ("the one that is imported", input), ("--progress", progress));
        RefuseSame(context, ("--failed", failed), ("--progress", progress));

        var format = ImportRows.FormatOf(input == ImportText.StandardStream ? failed : input);
        if (ImportRows.FormatOf(failed) != format)
        {
            throw new UsageException($"--failed must end as {input} does: it keeps rows of the same format.");
        }

        var rows = ImportRows.Read(ImportText.Read(context.Environment.File(input), context.Environment), format);
        return context.Arguments.GetValue(DryRun)
            ? ImportDryRun.RunAsync(context, rows, cancellationToken)
            : ImportAsync(context, rows, failed, progress, cancellationToken);
    }

    private static async Task<int> ImportAsync(CommandContext context, ImportRows rows, string failedPath, string? progressPath, CancellationToken cancellationToken)
    {
        // Both files are made before the first request: no row is created whose outcome cannot be kept.
        using var progress = ImportProgress.Open(progressPath is null ? null : context.Environment.File(progressPath), rows, context);
        using var failures = FailedRows.Open(context.Environment.File(failedPath), rows.Header, progress.IsResumed);
        progress.Begin();
        if (progress.Rows > 0)
        {
            context.Note($"Goes on after row {progress.Rows}, where an earlier run ended{(progress.Failed == 0 ? "" : $"; {progress.Failed} failed before")}.");
        }

        List<Row> left = [.. rows.All.Skip(progress.Rows)];
        var run = new BulkRun(context, "participant", "created", cancellationToken)
        {
            Before = (progress.Rows - progress.Failed, progress.Failed),
            OnSettled = outcome =>
            {
                // Rows after one that is still open are not recorded. They are sent again, and turn out to be there already.
                if (outcome.Row == progress.Rows + 1)
                {
                    if (outcome.Status == BulkStatus.Failed)
                    {
                        failures.Add(rows.All[outcome.Row - 1]);
                    }

                    progress.Add(outcome.Status == BulkStatus.Failed);
                }
            },
        };
        var exitCode = await run.RunAsync(left.Count, stop => CreateAsync(context, left, stop).Select(
            async (BulkResult<CreateParticipantRequest, Participant> created, CancellationToken _) => await FinishAsync(context, left[created.Index], created, stop)));
        progress.Complete(rows.All.Count);
        if (progress.Failed > 0)
        {
            context.Note($"What failed ({progress.Failed}) is in {failedPath}, to be mended and imported again.");
        }

        if (progress.Rows < rows.All.Count)
        {
            context.Note(progressPath is null || progress.Rows == 0 ? "Run it again to import the rest." : $"Run it again to go on after row {progress.Rows}.");
        }

        return exitCode;
    }

    /// <summary>Creates the rows that can be sent; the others fail in their place.</summary>
    private static async IAsyncEnumerable<BulkResult<CreateParticipantRequest, Participant>> CreateAsync(
        CommandContext context, List<Row> rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<int> sendable = [.. Enumerable.Range(0, rows.Count).Where(i => rows[i].Fault is null)];
        context.Bulk.Concurrency = context.Arguments.GetValue(Concurrency);
        var next = 0;
        await foreach (var created in context.Participants.CreateManyAsync(sendable.Select(i => rows[i].Request), context.Bulk, cancellationToken: cancellationToken))
        {
            for (; next < sendable[created.Index]; next++)
            {
                yield return Unsendable(next);
            }

            yield return new() { Index = next++, Input = created.Input, Status = created.Status, Result = created.Result, Error = created.Error };
        }

        for (; next < rows.Count; next++)
        {
            yield return Unsendable(next);
        }

        BulkResult<CreateParticipantRequest, Participant> Unsendable(int index) =>
            new() { Index = index, Input = rows[index].Request, Status = BulkStatus.Failed, Error = new InvalidDataException(rows[index].Fault) };
    }

    /// <summary>Sets what only an update can set.</summary>
    private static async Task<Outcome> FinishAsync(CommandContext context, Row row, BulkResult<CreateParticipantRequest, Participant> created, CancellationToken cancellationToken)
    {
        var outcome = new Outcome(row.Number, row.Name, created.Status, created.Result?.Sid, InRow(created.Error));
        if (row.Update is not { } update || outcome is not { IsOpen: false, Error: null })
        {
            return outcome;
        }

        try
        {
            if (await KeyOfAsync(context, row.Request, outcome.Sid, cancellationToken) is { } key)
            {
                if (outcome.Status == BulkStatus.AlreadyExists)
                {
                    // When one that was there already was last changed is not for a row to say.
                    update.DateUpdated = null;
                }

                await context.Participants.UpdateAsync(key, update, cancellationToken: cancellationToken);
            }

            return outcome;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return outcome with { Status = BulkStatus.Unknown };
        }
        catch (Exception e) when (ErrorHints.IsReported(e))
        {
            return outcome with { Status = BulkStatus.Failed, Error = InRow(e) };
        }
    }

    /// <summary>One that was there already is known by what the row says.</summary>
    private static async Task<ParticipantKey?> KeyOfAsync(CommandContext context, CreateParticipantRequest request, string? sid, CancellationToken cancellationToken) => (sid, request) switch
    {
        ({ } created, _) => ParticipantKey.FromSid(created),
        (_, { Identity: { } identity }) => ParticipantKey.FromIdentity(identity),
        (_, { MessagingBindingAddress: { } address }) => await context.Participants.FindByAddressAsync(address, request.MessagingBindingProxyAddress, cancellationToken) is { } existing ? ParticipantKey.FromParticipant(existing) : (ParticipantKey?)null,
        _ => (ParticipantKey?)null,
    };

    private static Exception? InRow(Exception? error) => error is ArgumentException argument ? new InvalidDataException(ArgumentNames.Column(argument)) : error;

    private static void RefuseSame(CommandContext context, (string Name, string Path) one, (string Name, string? Path) other)
    {
        if (other.Path is not null && one.Path != ImportText.StandardStream && string.Equals(Target(one.Path), Target(other.Path), OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"{other.Name} must be another file than {one.Name}.");
        }

        string Target(string path)
        {
            var file = new FileInfo(context.Environment.File(path).Path);
            return (file.Exists ? file.ResolveLinkTarget(returnFinalTarget: true) : null)?.FullName ?? file.FullName;
        }
    }
}
