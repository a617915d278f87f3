using System.Net;
using System.Runtime.ExceptionServices;

namespace TwilioConversations;

/// <summary>Creates a resource, or finds the one that another request has created or is creating.</summary>
internal static class CreateOrFind
{
    /// <summary>Creates; looks up if the resource may exist; and starts over if another request is adding or removing it.</summary>
    /// <param name="sender">Sends the calls.</param>
    /// <param name="options">The settings of the calls, which share one budget of attempts and time; it bounds the repeats.</param>
    /// <param name="create">Creates the resource.</param>
    /// <param name="find">Looks the resource up; null if there is none.</param>
    /// <param name="cancellationToken">Cancels the calls and the waits.</param>
    public static async Task<T> RunAsync<T>(
        CallSender sender,
        RequestOptions? options,
        Func<RequestOptions, Task<T>> create,
        Func<RequestOptions, Task<T?>> find,
        CancellationToken cancellationToken)
        where T : class
    {
        var within = sender.WithinOneBudget(options);
        while (true)
        {
            ConversationsResponseException rejected;
            try
            {
                return await create(within).ConfigureAwait(false);
            }
            catch (ConversationsResponseException e) when (MayExist(e))
            {
                rejected = e;
            }

            if (await find(within).ConfigureAwait(false) is { } existing)
            {
                return existing;
            }

            // Added, but not to be seen yet, or removed since.
            if (!(rejected.IsDuplicate || rejected.IsConcurrentChange)
                || !await sender.WaitToRepeatAsync(rejected, within.Budget!, cancellationToken).ConfigureAwait(false))
            {
                ExceptionDispatchInfo.Capture(rejected).Throw();
            }
        }
    }

    // After a resource was deleted and created again, the service sometimes responds 404 to a create that succeeded.
    private static bool MayExist(ConversationsResponseException error) =>
        error.IsDuplicate || error.IsConcurrentChange || error.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.NotFound;
}
