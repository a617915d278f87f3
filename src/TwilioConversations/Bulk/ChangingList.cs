namespace TwilioConversations;

/// <summary>
/// The items of a list as the inputs of an operation that changes the list, each once. Pages may shift while items change. The list is therefore
/// read again until a reading that began when all changes had ended shows nothing new.
/// </summary>
internal sealed class ChangingList<T, TKey>(IAsyncEnumerable<T> list, Func<T, TKey> keyOf, bool isReadAgain) : IAsyncEnumerable<T>
{
    private SemaphoreSlim Ended { get; } = new(0);

    /// <summary>Records that the change of one item has ended, well or not.</summary>
    public void EndChange() => Ended.Release();

    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        var known = new HashSet<TKey>();
        int before;
        do
        {
            before = known.Count;
            await foreach (var item in list.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                if (known.Add(keyOf(item)))
                {
                    yield return item;
                }
            }

            for (var begun = known.Count - before; isReadAgain && begun > 0; begun--)
            {
                await Ended.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        while (isReadAgain && known.Count > before);
    }
}
