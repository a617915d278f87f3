namespace TwilioConversations;

/// <summary>A page of a list operation as the service answers it. A page of the document becomes one by naming its items with <c>x-items</c>.</summary>
internal interface IListPage<T>
{
    IReadOnlyList<T> Items { get; }

    PageMeta Meta { get; }
}
