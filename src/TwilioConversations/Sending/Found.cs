namespace TwilioConversations;

/// <summary>Helpers for fetching a resource that may not exist.</summary>
internal static class Found
{
    /// <summary>The resource; null if the service returns 404, or a resource without the requested key.</summary>
    public static async Task<T?> OrNullAsync<T>(Task<T> fetch)
        where T : class
    {
        try
        {
            return await fetch.ConfigureAwait(false);
        }
        catch (ConversationsResponseException e) when (e.IsNotFound || e is KeyMismatchException)
        {
            return null;
        }
    }

    public static async Task<bool> IsAnyAsync<T>(Task<T?> find)
        where T : class => await find.ConfigureAwait(false) is not null;
}
