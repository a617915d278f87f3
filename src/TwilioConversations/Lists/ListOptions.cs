namespace TwilioConversations;

/// <summary>Options for reading a list. Each list adds its filters in its own options class.</summary>
/// <example>
/// <code>
/// await foreach (var participant in participants.ListAsync(new() { Limit = 10 })) { … }
/// </code>
/// </example>
public abstract class ListOptions : RequestOptions
{
    private protected ListOptions()
    {
    }

    /// <summary>The maximum number of items. A page that is not needed is not requested.</summary>
    /// <value>From 0; all items unless set.</value>
    public int? Limit { get; set; }

    /// <summary>The maximum number of items in a page.</summary>
    /// <value>From 1 to the list's maximum, mostly 1000; unless set, 100 or the maximum if that is less, which every version of the service accepts.</value>
    public int? PageSize { get; set; }

    /// <summary>
    /// Gets or sets a value that indicates whether the next page is requested while the items of the current one are used. A page that is then
    /// not wanted is canceled.
    /// </summary>
    /// <value>True unless set.</value>
    public bool ReadAhead { get; set; } = true;
}
