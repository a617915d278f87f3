using System.Runtime.CompilerServices;

namespace TwilioConversations.Cli.Resources;

/// <summary>Does one thing for several names, one after the other, as a bulk call of the library does it for many at once.</summary>
internal static class OneByOne
{
    public static async IAsyncEnumerable<BulkResult<string, object>> RunAsync(
        IReadOnlyList<string> names, Func<string, Task> act, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var index = 0; index < names.Count; index++)
        {
            var (status, error) = cancellationToken.IsCancellationRequested ? (BulkStatus.NotSent, null) : await TryAsync(names[index], act, cancellationToken);
            yield return new() { Index = index, Input = names[index], Status = status, Error = error };
        }
    }

    private static async Task<(BulkStatus Status, Exception? Error)> TryAsync(string name, Func<string, Task> act, CancellationToken cancellationToken)
    {
        try
        {
            await act(name);
            return (BulkStatus.Done, null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return (BulkStatus.Unknown, null);
        }
        catch (ConversationsException e) when (e.IsNotFound)
        {
            return (BulkStatus.AlreadyGone, null);
        }
        catch (Exception e) when (ErrorHints.IsReported(e))
        {
            return (BulkStatus.Failed, e);
        }
    }
}
