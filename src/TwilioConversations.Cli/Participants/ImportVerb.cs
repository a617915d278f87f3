using System.CommandLine;
using System.Runtime.CompilerServices;

namespace TwilioConversations.Cli;

/// <summary><c>import</c>: creates the participants of a file; an interrupted import can be resumed.</summary>
internal static class ImportVerb
{
    private static readonly Argument<string> Input = new("file")
    {
        Description = "The file to import, in the format that 'export' writes (.csv or .jsonl). "
            + "Use - for standard input; the extension of --failed then selects the format.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Failed = new("--failed")
    {
        Description = "Where to write rows that fail, so that you can fix and re-import them. "
            + "Default: next to the file, such as people.failed.csv. The file must not exist.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Progress = new("--progress")
    {
        Description = "Where to record the import's progress. Default: next to the file, such as people.csv.progress; none for standard input.",
        HelpName = "FILE",
    };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Shows what the import would do, without changing anything." };

    private static readonly Option<int> Concurrency = new Option<int>("--concurrency")
    {
        Description = "The maximum number of concurrent requests, from 1 to 64.",
        HelpName = "N",
        DefaultValueFactory = _ => new BulkOptions().Concurrency,
    }.Within(1, 64);

    public static Command Create() => CommandContext.Verb(
        "import",
        """
        Creates a participant for each row of a file. A participant that already exists is not created again; only its read position is
        updated. A bad row is skipped. The import stops only when every remaining row would fail too. To resume an interrupted import, run
        the same command again.
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
        var failed = context.Arguments.GetValue(Failed) ?? (input == ToolEnvironment.StandardStream
            ? throw new UsageException("--failed is required with standard input. Its extension, .csv or .jsonl, selects the format.")
            : Path.ChangeExtension(input, $".failed{Path.GetExtension(input)}"));
        var progress = context.Arguments.GetValue(Progress) ?? (input == ToolEnvironment.StandardStream ? null : input + ".progress");
        RejectSame(context, ("the imported file", input), ("--failed", failed));
        RejectSame(context, ("the imported file", input), ("--progress", progress));
        RejectSame(context, ("--failed", failed), ("--progress", progress));

        var format = ImportRows.FormatOf(input == ToolEnvironment.StandardStream ? failed : input);
        if (ImportRows.FormatOf(failed) != format)
        {
            throw new UsageException($"--failed must have the same extension as {input}.");
        }

        var rows = ImportRows.Read(ImportText.Read(context.Environment.File(input), context.Environment), format);
        return context.Arguments.GetValue(DryRun)
            ? ImportDryRun.RunAsync(context, rows, cancellationToken)
            : ImportAsync(context, input, rows, failed, progress, cancellationToken);
    }

    private static async Task<int> ImportAsync(
        CommandContext context, string input, ImportRows rows, string failedPath, string? progressPath, CancellationToken cancellationToken)
    {
        // Both files are made before the first change: no row is created whose outcome cannot be recorded.
        using var progress = ImportProgress.Open(progressPath is null ? null : context.Environment.File(progressPath), rows, context);
        using var failures = FailedRows.Open(context.Environment.File(failedPath), rows.Header, progress.IsResumed);
        (await ImportCapacity.ReadAsync(context, cancellationToken)).RequireRoomFor(input, rows.All.Skip(progress.Rows));
        progress.Begin();
        if (progress.Rows > 0)
        {
            context.Note($"Resuming after row {progress.Rows}{(progress.Failed == 0 ? "" : $"; {progress.Failed} failed before")}.");
        }

        List<Row> left = [.. rows.All.Skip(progress.Rows)];
        var run = new BulkRun(context, "participant", "created", cancellationToken)
        {
            HasRows = true,
            Before = (progress.Rows - progress.Failed, progress.Failed),
            OnSettled = outcome =>
            {
                // Rows after an open one are not recorded. They are sent again, and already exist then.
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
            async (BulkResult<CreateParticipantRequest, Participant> created, CancellationToken _) =>
                await FinishAsync(context, left[created.Index], created, stop)));
        progress.Complete(rows.All.Count);
        if (progress.Failed > 0)
        {
            context.Note($"{progress.Failed} failed. Fix {(progress.Failed == 1 ? "the row" : "the rows")} in {failedPath}, and import that file.");
        }

        if (progress.Rows < rows.All.Count)
        {
            context.Note(IsFull(run.StoppedAt?.Error) ? "Delete participants first, or import the remaining rows into another conversation."
                : progressPath is null || progress.Rows == 0 ? "Run the command again to import the remaining rows."
                : $"Run the command again to resume after row {progress.Rows}.");
        }

        return exitCode;
    }

    private static bool IsFull(Exception? error) => error is ConversationsResponseException
    {
        Code: ConversationsErrorCodes.ParticipantLimitReached
            or ConversationsErrorCodes.NonChatParticipantLimitReached
            or ConversationsErrorCodes.GroupParticipantLimitReached,
    };

    /// <summary>Creates the rows that can be sent; the others fail at their place.</summary>
    private static async IAsyncEnumerable<BulkResult<CreateParticipantRequest, Participant>> CreateAsync(
        CommandContext context, List<Row> rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<int> sendable = [.. Enumerable.Range(0, rows.Count).Where(i => rows[i].Fault is null)];
        context.Bulk.Concurrency = context.Arguments.GetValue(Concurrency);
        var next = 0;
        var requests = sendable.Select(i => rows[i].Request);
        await foreach (var created in context.Participants.CreateManyAsync(requests, context.Bulk, cancellationToken: cancellationToken))
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

    /// <summary>Sets the fields that only an update can set.</summary>
    private static async Task<Outcome> FinishAsync(
        CommandContext context, Row row, BulkResult<CreateParticipantRequest, Participant> created, CancellationToken cancellationToken)
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
                    // The row does not decide when an existing participant was last changed.
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

    /// <summary>Returns the key of the row's participant: the new SID, or the key in the row of an existing one.</summary>
    private static async Task<ParticipantKey?> KeyOfAsync(
        CommandContext context, CreateParticipantRequest request, string? sid, CancellationToken cancellationToken)
    {
        if (sid is not null)
        {
            return ParticipantKey.FromSid(sid);
        }

        if (request.Identity is { } identity)
        {
            return ParticipantKey.FromIdentity(identity);
        }

        var existing = request.MessagingBindingAddress is { } address
            ? await context.Participants.FindByAddressAsync(address, request.MessagingBindingProxyAddress, cancellationToken: cancellationToken)
            : null;
        return existing is null ? (ParticipantKey?)null : ParticipantKey.FromParticipant(existing);
    }

    private static Exception? InRow(Exception? error) => error is ArgumentException argument ? new InvalidDataException(ArgumentNames.Column(argument)) : error;

    private static void RejectSame(CommandContext context, (string Name, string Path) one, (string Name, string? Path) other)
    {
        var comparison = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        if (other.Path is not null && one.Path != ToolEnvironment.StandardStream && string.Equals(Target(one.Path), Target(other.Path), comparison))
        {
            throw new UsageException($"{other.Name} must be a different file than {one.Name}.");
        }

        string Target(string path)
        {
            var file = new FileInfo(context.Environment.File(path).Path);
            return (file.Exists ? file.ResolveLinkTarget(returnFinalTarget: true) : null)?.FullName ?? file.FullName;
        }
    }
}
