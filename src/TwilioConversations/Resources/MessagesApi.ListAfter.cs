using System.Runtime.CompilerServices;

namespace TwilioConversations;

public partial class MessagesApi
{
    /// <summary>Lists the messages after an index, oldest first: for polling, and for resuming where an earlier run stopped.</summary>
    /// <remarks>
    /// Twilio operations ListConversationMessage and ListServiceConversationMessage, from the newest message back to the index: only the pages
    /// that hold newer messages are requested, and the newer messages are held in memory.
    /// </remarks>
    /// <param name="index">The index of the last message that is known; -1 for all messages.</param>
    /// <param name="options">Settings of the request of each page; null for the client's defaults.</param>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    /// <returns>The messages with a higher index, in the order of their indices.</returns>
    /// <example>
    /// <code>
    /// await foreach (var message in messages.ListAfterAsync(lastIndex)) { Handle(message); lastIndex = message.Index; }
    /// </code>
    /// </example>
    /// <exception cref="ArgumentException">An option breaks its rule.</exception>
    public virtual IAsyncEnumerable<Message> ListAfterAsync(int index, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        // Reading ahead would request a page without newer messages.
        var list = ListAsync(RequestOptions.With(new ListMessagesOptions { Order = MessageOrder.Desc, ReadAhead = false }, options), cancellationToken);
        return ReadAsync(list, index, CancellationToken.None);
    }

    private static async IAsyncEnumerable<Message> ReadAsync(
        IAsyncEnumerable<Message> list, int index, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var newer = new Stack<Message>();
        await foreach (var message in list.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (message.Index <= index)
            {
                break;
            }

            // A message that arrives between two pages may shift the last one of the first page into the second.
            if (newer.Count == 0 || message.Index < newer.Peek().Index)
            {
                newer.Push(message);
            }
        }

        while (newer.Count > 0)
        {
            yield return newer.Pop();
        }
    }
}
