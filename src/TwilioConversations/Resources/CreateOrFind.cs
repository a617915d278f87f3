using System.Net;
using System.Runtime.ExceptionServices;

namespace TwilioConversations;

/// <summary>Creates a resource, or finds the one that another request has created or is creating.</summary>
internal static class CreateOrFind
{
    /// <summary>Creates; looks up if the resource may exist; and starts over if another request is adding or removing it.</summary>
    /// <param name="within">How the calls are sent. All of them share one budget of attempts and time, which bounds the repeats.</param>
    /// <param name="create">Creates the resource.</param>
    /// <param name="find">Looks the resource up; null if there is none.</param>
    /// <param name="cancellationToken">Cancels the calls and the waits.</param>
    public static async Task<T> RunAsync<T>(
        ConversationsTransport within,
        Func<ConversationsTransport, Task<T>> create,
        Func<ConversationsTransport, Task<T?>> find,
        CancellationToken cancellationToken)
        where T : class
    {
        while (true)
        {
            ConversationsResponseException refused;
            try
            {
                return await create(within).ConfigureAwait(false);
            }
            catch (ConversationsResponseException e) when (MayExist(e))
            {
                refused = e;
            }

            if (await find(within).ConfigureAwait(false) is { } existing)
            {
                return existing;
            }

            // Added, but not to be seen yet, or removed since.
            if (!(refused.IsDuplicate || refused.IsConcurrentChange) || !await within.WaitToRepeatAsync(refused, cancellationToken).ConfigureAwait(false))
            {
                ExceptionDispatchInfo.Capture(refused).Throw();
            }
        }
    }

    // After a resource was deleted and created again, the service sometimes responds 404 to a create that succeeded.
    private static bool MayExist(ConversationsResponseException error) =>
        error.IsDuplicate || error.IsConcurrentChange || error.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.NotFound;
}
