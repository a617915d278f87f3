namespace TwilioConversations;

/// <summary>A page of a list operation, as returned by the service. A page schema becomes one by naming its items with <c>x-items</c>.</summary>
internal interface IListPage<T>
{
    IReadOnlyList<T> Items { get; }

    PageMeta Meta { get; }
}
