namespace TwilioConversations;

/// <summary>Helpers for fetching a resource that may not exist.</summary>
internal static class Found
{
    /// <summary>The resource; null if the service answers 404, or with a resource that does not have the key asked for.</summary>
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
