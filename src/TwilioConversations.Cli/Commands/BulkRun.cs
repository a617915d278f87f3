namespace TwilioConversations.Cli.Commands;

/// <summary>Does one thing for many inputs, prints each outcome, and stops when all that follow would fail in the same way.</summary>
internal sealed class BulkRun(CommandContext context, string what, string done, CancellationToken cancellationToken)
{
    private readonly ResultPrinter _printer = new(context, what, done);

    // The latest failures in a row, which may be the service's fault rather than their rows'.
    private readonly List<Outcome> _suspects = [];
    private int _succeeded;
    private int _failed;

    /// <summary>Called in order for each outcome that is final.</summary>
    public Action<Outcome> OnSettled { get; init; } = static _ => { };

    /// <summary>How many succeeded and failed before this run.</summary>
    public (int Succeeded, int Failed) Before { get; init; }

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
            context.Tell($"Stopped at row {last.Row}, since all that follow would fail in the same way: {ErrorHints.Of(last.Error!)}");
        }

        return cancellationToken.IsCancellationRequested ? ExitCode.Interrupted
            : _failed + Before.Failed == 0 && StoppedAt is null ? ExitCode.Done
            : _succeeded + Before.Succeeded == 0 ? ExitCode.Failed
            : ExitCode.PartlyDone;
    }

    private async Task AddAsync(Outcome outcome)
    {
        if (outcome.Status != BulkStatus.Failed || !(outcome.Error is not ConversationsException || SharedFailure.IsCertain(outcome.Error) || SharedFailure.IsPossible(outcome.Error)))
        {
            // The service responded to this one: the failures before it were their own.
            await ClearSuspectsAsync(isSettled: StoppedAt is null && !outcome.IsOpen);
            await SettleAsync(outcome);
            return;
        }

        _suspects.Add(outcome);
        if (StoppedAt is null && !cancellationToken.IsCancellationRequested && (SharedFailure.IsCertain(outcome.Error) || _suspects.Count(suspect => SharedFailure.IsPossible(suspect.Error)) == SharedFailure.Patience))
        {
            StoppedAt = outcome;
        }
    }

    /// <summary>Settles the suspects as failed, or leaves them open, to be done another time.</summary>
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
