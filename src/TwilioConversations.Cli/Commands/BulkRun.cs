namespace TwilioConversations.Cli;

/// <summary>Does one thing for many inputs, prints each outcome, and stops when all remaining inputs would fail in the same way.</summary>
internal sealed class BulkRun(CommandContext context, string what, string done, CancellationToken cancellationToken)
{
    private readonly ResultPrinter _printer = new(context, what, done);

    // The latest failures in a row, which may be the service's fault rather than their inputs'.
    private readonly List<Outcome> _suspects = [];
    private int _succeeded;
    private int _failed;

    /// <summary>Called in order for each outcome that is final.</summary>
    public Action<Outcome> OnSettled { get; init; } = static _ => { };

    /// <summary>The numbers of successes and failures before this run.</summary>
    public (int Succeeded, int Failed) Before { get; init; }

    /// <summary>True if inputs are rows of a file, which have numbers.</summary>
    public bool HasRows { get => _printer.HasRows; init => _printer.HasRows = value; }

    /// <summary>True if an input that the user named, and that does not exist, is a failure.</summary>
    public bool MustExist { get; init; }

    /// <summary>The outcome at which the run was stopped; null if it was not.</summary>
    public Outcome? StoppedAt { get; private set; }

    /// <summary>Reads every outcome, even when interrupted or stopped, so that nothing done goes unreported.</summary>
    public async Task<int> RunAsync(int total, Func<CancellationToken, IAsyncEnumerable<Outcome>> start)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await ProgressBar.RunAsync(context, done, total, _printer.IsDataOnTerminal, async advance =>
        {
            try
            {
                await foreach (var outcome in start(stop.Token))
                {
                    await AddAsync(outcome);
                    advance(1);
                    if (StoppedAt is not null)
                    {
                        await stop.CancelAsync();
                    }
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Every input has had its outcome by now.
            }
        });
        await ClearSuspectsAsync(isSettled: !stop.IsCancellationRequested);
        await _printer.CompleteAsync(cancellationToken.IsCancellationRequested);
        if (StoppedAt is { } last)
        {
            var place = HasRows ? $"row {last.Row}" : last.Name;
            context.Tell($"Stopped at {place}, because everything after it would fail in the same way: {ErrorHints.Of(last.Error!)}");
        }

        return cancellationToken.IsCancellationRequested ? ExitCode.Interrupted
            : _failed + Before.Failed == 0 && StoppedAt is null ? ExitCode.Done
            : _succeeded + Before.Succeeded == 0 ? ExitCode.Failed
            : ExitCode.PartlyDone;
    }

    private static bool IsSuspect(Outcome outcome) => outcome.Status == BulkStatus.Failed
        && (outcome.Error is not ConversationsResponseException || SharedFailure.IsCertain(outcome.Error) || SharedFailure.IsPossible(outcome.Error));

    private async Task AddAsync(Outcome outcome)
    {
        if (!IsSuspect(outcome))
        {
            // The service responded to this one: the failures before it were their own.
            await ClearSuspectsAsync(isSettled: StoppedAt is null && !outcome.IsOpen);
            await SettleAsync(outcome.Status == BulkStatus.AlreadyGone && MustExist
                ? outcome with { Status = BulkStatus.Failed, Error = new InvalidDataException("not found") }
                : outcome);
            return;
        }

        _suspects.Add(outcome);
        var isShared = SharedFailure.IsCertain(outcome.Error) || _suspects.Count(suspect => SharedFailure.IsPossible(suspect.Error)) == SharedFailure.Patience;
        if (StoppedAt is null && !cancellationToken.IsCancellationRequested && isShared)
        {
            StoppedAt = outcome;
        }
    }

    /// <summary>Settles the suspects as failed, or leaves them open for another run.</summary>
    private async Task ClearSuspectsAsync(bool isSettled)
    {
        foreach (var suspect in _suspects)
        {
            await SettleAsync(isSettled ? suspect : suspect with { Status = BulkStatus.NotSent });
        }

        _suspects.Clear();
    }

    private async Task SettleAsync(Outcome outcome)
    {
        await _printer.AddAsync(outcome);
        if (!outcome.IsOpen)
        {
            _failed += outcome.Status == BulkStatus.Failed ? 1 : 0;
            _succeeded += outcome.Status == BulkStatus.Failed ? 0 : 1;
            OnSettled(outcome);
        }
    }
}
