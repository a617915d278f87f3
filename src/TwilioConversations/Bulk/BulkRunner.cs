using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace TwilioConversations;

/// <summary>Runs an operation over many inputs with bounded concurrency, results in the order of the inputs, and shared back-off.</summary>
internal sealed class BulkRunner<TInput, TResult>(
    CallSender sender,
    IAsyncEnumerable<TInput> inputs,
    int? total,
    Func<TInput, RequestOptions, CancellationToken, Task<(BulkStatus Status, TResult? Result)>> act,
    BulkOptions options,
    IProgress<BulkProgress>? progress,
    CancellationToken operationToken) : IAsyncEnumerable<BulkResult<TInput, TResult>>
    where TResult : class
{
    // How far inputs may run ahead of the next result, for each concurrent request: one slow request does not hold up the others.
    private const int WindowPerRequest = 4;

    // How long a source that is being read may take to end after a cancellation, or when the results are left early.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // Read once, so that later changes to the options have no effect.
    private readonly int _concurrency = options.Concurrency;
    private readonly SharedBackOff _backOff = new(sender.Options.TimeProvider);
    private int _isStarted;

    /// <exception cref="InvalidOperationException">The results are enumerated for the second time.</exception>
    public IAsyncEnumerator<BulkResult<TInput, TResult>> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        Interlocked.Exchange(ref _isStarted, 1) == 0
            ? RunAsync(cancellationToken).GetAsyncEnumerator(CancellationToken.None)
            : throw new InvalidOperationException(
                "The results of a bulk operation can be enumerated once: a second time would send everything again. Keep them in a list.");

    private async IAsyncEnumerable<BulkResult<TInput, TResult>> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var slots = new SemaphoreSlim(_concurrency);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(operationToken, cancellationToken);
        var stopped = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var onStop = stop.Token.Register(() => stopped.TrySetResult(true));
        var source = inputs.GetAsyncEnumerator(stop.Token);
        var window = new Queue<Task<BulkResult<TInput, TResult>>>();
        Task<bool>? next = null;
        var (started, completed, failed, isAtEnd) = (0, 0, 0, false);
        ExceptionDispatchInfo? brokenOff = null;
        try
        {
            while (true)
            {
                if (!isAtEnd && window.Count < _concurrency * WindowPerRequest)
                {
                    next ??= source.MoveNextAsync().AsTask();
                }

                // Neither a result nor a cancellation waits for an input that is slow to come.
                Task other = window.Count > 0 ? window.Peek() : stopped.Task;
                if (next is not null && (next.IsCompleted || await Task.WhenAny(next, other).ConfigureAwait(false) == next))
                {
                    try
                    {
                        isAtEnd = !await next.ConfigureAwait(false);
                    }
#pragma warning disable CA1031 // It is thrown after the results of the inputs before it.
                    catch (Exception e)
#pragma warning restore CA1031
                    {
                        (isAtEnd, brokenOff) = (true, ExceptionDispatchInfo.Capture(e));
                    }

                    next = null;
                    if (!isAtEnd)
                    {
                        window.Enqueue(RunOneAsync(started++, source.Current, slots, stop.Token));
                    }

                    continue;
                }

                if (window.Count == 0)
                {
                    break;
                }

                var result = await window.Dequeue().ConfigureAwait(false);
                completed++;
                failed += result.Status == BulkStatus.Failed ? 1 : 0;
                Report(new BulkProgress { Completed = completed, Failed = failed, Total = total });
                yield return result;
            }

            // Thrown only now that every input has its result, so that none is lost.
            cancellationToken.ThrowIfCancellationRequested();
            operationToken.ThrowIfCancellationRequested();
            brokenOff?.Throw();
        }
        finally
        {
            stop.Cancel();
            await Task.WhenAll(window).ConfigureAwait(false);
            var ending = EndAsync(source, next);
            if (ending.IsCompleted || await Task.WhenAny(ending, Task.Delay(Patience, CancellationToken.None)).ConfigureAwait(false) == ending)
            {
                await ending.ConfigureAwait(false);
            }
        }
    }

    private static async Task EndAsync(IAsyncEnumerator<TInput> source, Task? next)
    {
        if (next is not null)
        {
            // An enumerator must not be disposed of while it moves.
            await Task.WhenAny(next).ConfigureAwait(false);
        }

        await source.DisposeAsync().ConfigureAwait(false);
    }

    private void Report(BulkProgress state)
    {
        try
        {
            progress?.Report(state);
        }
#pragma warning disable CA1031 // Any exception is the callback's own, and must not cost the results of what was sent.
        catch (Exception e)
#pragma warning restore CA1031
        {
            sender.Options.Log?.ProgressThrew(e.GetType().Name);
        }
    }

    private async Task<BulkResult<TInput, TResult>> RunOneAsync(int index, TInput input, SemaphoreSlim slots, CancellationToken stop)
    {
        CallBudget? budget = null;
        try
        {
            await slots.WaitAsync(stop).ConfigureAwait(false);
            try
            {
                budget = new CallBudget(sender.Options, options, _backOff);
                var (status, result) = await act(input, options.Within(budget), stop).ConfigureAwait(false);
                return new() { Index = index, Input = input, Status = status, Result = result };
            }
            finally
            {
                slots.Release();
            }
        }
#pragma warning disable CA1031 // Any failure belongs to this input, and the others go on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var mayHaveBeenDone = budget is { MayHaveBeenDone: true };
            return e is OperationCanceledException && stop.IsCancellationRequested
                ? new() { Index = index, Input = input, Status = mayHaveBeenDone ? BulkStatus.Unknown : BulkStatus.NotSent, MayHaveBeenDone = mayHaveBeenDone }
                : new() { Index = index, Input = input, Status = BulkStatus.Failed, Error = e, MayHaveBeenDone = mayHaveBeenDone };
        }
    }
}
