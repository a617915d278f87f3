using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace TwilioConversations;

/// <summary>Runs an operation over many inputs with bounded concurrency, results in the order of the inputs, and shared back-off.</summary>
internal sealed class BulkRunner<TInput, TResult>(
    ConversationsTransport transport,
    IAsyncEnumerable<TInput> inputs,
    int? total,
    Func<TInput, CallContext, CancellationToken, Task<(BulkStatus Status, TResult? Result)>> act,
    BulkOptions options,
    IProgress<BulkProgress>? progress,
    CancellationToken operationToken) : IAsyncEnumerable<BulkResult<TInput, TResult>>
    where TResult : class
{
    // How far inputs may run ahead of the next result, for each concurrent request: one slow request does not hold up the others.
    private const int WindowPerRequest = 4;

    // Read once, so that later changes to the options have no effect.
    private readonly int _concurrency = options.Concurrency;
    private readonly int _maxAttempts = options.MaxAttempts;
    private readonly SharedBackOff _backOff = transport.CreateBackOff(options.RequestsPerSecond);
    private int _isStarted;

    /// <exception cref="InvalidOperationException">The results are enumerated for the second time.</exception>
    public IAsyncEnumerator<BulkResult<TInput, TResult>> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        Interlocked.Exchange(ref _isStarted, 1) == 0
            ? RunAsync(cancellationToken).GetAsyncEnumerator(CancellationToken.None)
            : throw new InvalidOperationException("The results of a bulk operation can be enumerated once: a second time would send everything again. Keep them in a list.");

    private async IAsyncEnumerable<BulkResult<TInput, TResult>> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var slots = new SemaphoreSlim(_concurrency);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(operationToken, cancellationToken);
        var source = inputs.GetAsyncEnumerator(stop.Token);
        await using var disposal = source.ConfigureAwait(false);
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

                // A result does not wait for an input that is slow to come.
                if (next is not null && (window.Count == 0 || next.IsCompleted || await Task.WhenAny(next, window.Peek()).ConfigureAwait(false) == next))
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
                progress?.Report(new BulkProgress { Completed = completed, Failed = failed, Total = total });
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
            if (next is not null)
            {
                // An enumerator must not be disposed of while it moves.
                await Task.WhenAny(next).ConfigureAwait(false);
            }
        }
    }

    private async Task<BulkResult<TInput, TResult>> RunOneAsync(int index, TInput input, SemaphoreSlim slots, CancellationToken stop)
    {
        CallContext? context = null;
        try
        {
            await slots.WaitAsync(stop).ConfigureAwait(false);
            try
            {
                context = transport.CreateContext(_maxAttempts, _backOff);
                var (status, result) = await act(input, context, stop).ConfigureAwait(false);
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
            var mayHaveBeenDone = context is { MayHaveBeenDone: true };
            return e is OperationCanceledException && stop.IsCancellationRequested
                ? new() { Index = index, Input = input, Status = mayHaveBeenDone ? BulkStatus.Unknown : BulkStatus.NotSent, MayHaveBeenDone = mayHaveBeenDone }
                : new() { Index = index, Input = input, Status = BulkStatus.Failed, Error = e, MayHaveBeenDone = mayHaveBeenDone };
        }
    }
}
