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
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    /// <returns>The messages with a higher index, in the order of their indices.</returns>
    /// <example>
    /// <code>
    /// await foreach (var message in messages.ListAfterAsync(lastIndex)) { Handle(message); lastIndex = message.Index; }
    /// </code>
    /// </example>
    public virtual async IAsyncEnumerable<Message> ListAfterAsync(int index, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var newer = new Stack<Message>();
        // Reading ahead would request a page without newer messages.
        await foreach (var message in ListAsync(new() { Order = MessageOrder.Desc, ReadAhead = false }, cancellationToken).ConfigureAwait(false))
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
