using System.Runtime.CompilerServices;

namespace TwilioConversations.Cli;

/// <summary>Does one thing for several inputs, one after the other, with the results of a bulk operation.</summary>
internal static class OneByOne
{
    public static async IAsyncEnumerable<BulkResult<T, object>> RunAsync<T>(
        IReadOnlyList<T> inputs, Func<T, Task> act, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var index = 0; index < inputs.Count; index++)
        {
            var (status, error) = cancellationToken.IsCancellationRequested
                ? (BulkStatus.NotSent, null)
                : await TryAsync(inputs[index], act, cancellationToken);
            yield return new() { Index = index, Input = inputs[index], Status = status, Error = error };
        }
    }

    private static async Task<(BulkStatus Status, Exception? Error)> TryAsync<T>(T input, Func<T, Task> act, CancellationToken cancellationToken)
    {
        try
        {
            await act(input);
            return (BulkStatus.Done, null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return (BulkStatus.Unknown, null);
        }
        catch (ConversationsResponseException e) when (e.IsNotFound)
        {
            return (BulkStatus.AlreadyGone, null);
        }
        catch (Exception e) when (ErrorHints.IsReported(e))
        {
            return (BulkStatus.Failed, e);
        }
    }
}
