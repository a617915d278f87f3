using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace TwilioConversations;

/// <summary>Does one thing for many inputs: so many at once, outcomes in the order of the inputs, one back-off for all.</summary>
internal static class Bulk
{
    // Inputs that may be ahead of the outcome that is waited for, so that one slow request does not idle the others.
    private const int WindowPerRequest = 4;

    /// <summary>Does <paramref name="act"/> for each input.</summary>
    public static async IAsyncEnumerable<BulkOutcome<T>> RunAsync<T>(
        IEnumerable<T> inputs,
        Func<T, CancellationToken, Task<(BulkStatus Status, Participant? Participant)>> act,
        BulkOptions options,
        IProgress<BulkProgress>? progress,
        TimeProvider time,
        CancellationToken operationToken,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(operationToken, cancellationToken);
        using var slots = new SemaphoreSlim(options.Concurrency);
        using var source = inputs.GetEnumerator();
        var backOff = new SharedBackOff(time);
        var window = new Queue<Task<BulkOutcome<T>>>();
        var total = (inputs as IReadOnlyCollection<T>)?.Count;
        var (started, completed, failed) = (0, 0, 0);
        ExceptionDispatchInfo? brokenOff = null;
        try
        {
            while (true)
            {
                while (brokenOff is null && window.Count < options.Concurrency * WindowPerRequest && MoveNext())
                {
                    window.Enqueue(RunOneAsync(started++, source.Current));
                }

                if (window.Count == 0)
                {
                    break;
                }

                var outcome = await window.Dequeue().ConfigureAwait(false);
                completed++;
                failed += outcome.Status == BulkStatus.Failed ? 1 : 0;
                progress?.Report(new BulkProgress(completed, failed, total));
                yield return outcome;
            }

            // Only now, when every input has its outcome: which was done and which was not must not be lost.
            cancellationToken.ThrowIfCancellationRequested();
            operationToken.ThrowIfCancellationRequested();
            brokenOff?.Throw();
        }
        finally
        {
            stop.Cancel();
            await Task.WhenAll(window).ConfigureAwait(false);
        }

        bool MoveNext()
        {
            try
            {
                return source.MoveNext();
            }
            catch (Exception e)
            {
                // It is told after the outcomes of what came before it.
                brokenOff = ExceptionDispatchInfo.Capture(e);
                return false;
            }
        }

        async Task<BulkOutcome<T>> RunOneAsync(int index, T input)
        {
            var isSent = false;
            try
            {
                await slots.WaitAsync(stop.Token).ConfigureAwait(false);
                try
                {
                    for (var attempt = 1; ; attempt++)
                    {
                        await backOff.WaitAsync(stop.Token).ConfigureAwait(false);
                        isSent = true;
                        try
                        {
                            var (status, participant) = await act(input, stop.Token).ConfigureAwait(false);
                            return new(index, input, status, participant);
                        }
                        catch (ConversationsException e) when (e.IsRateLimited && attempt < options.MaximumAttempts)
                        {
                            isSent = false;
                            backOff.Extend(e.RetryAfter, attempt);
                        }
                    }
                }
                finally
                {
                    slots.Release();
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return new(index, input, isSent ? BulkStatus.Unknown : BulkStatus.NotSent);
            }
            catch (Exception e)
            {
                // Whatever it is, it belongs to this input, and the others go on.
                return new(index, input, BulkStatus.Failed, Error: e);
            }
        }
    }

    /// <summary>Holds everybody back once the service has told one of them to wait.</summary>
    private sealed class SharedBackOff(TimeProvider time)
    {
        private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

        private readonly object _lock = new();
        private readonly long _start = time.GetTimestamp();
        private readonly Random _jitter = new();
        private TimeSpan _until;

        public async Task WaitAsync(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            while (Remaining() is var wait && wait > TimeSpan.Zero)
            {
#if NET
                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
#else
                await time.Delay(wait, cancellationToken).ConfigureAwait(false);
#endif
            }
        }

        public void Extend(TimeSpan? asked, int attempt)
        {
            lock (_lock)
            {
                // Without a word from the service: from a quarter of a second, doubled each time, and spread.
                var seconds = asked?.TotalSeconds ?? 0.25 * Math.Pow(2, Math.Min(attempt, 7)) * (0.5 + _jitter.NextDouble());
                var until = time.GetElapsedTime(_start) + TimeSpan.FromSeconds(Math.Min(seconds, Longest.TotalSeconds));
                _until = until > _until ? until : _until;
            }
        }

        private TimeSpan Remaining()
        {
            lock (_lock)
            {
                return _until - time.GetElapsedTime(_start);
            }
        }
    }
}
