using System.Collections.Concurrent;
using TwilioConversations.AspNetCore;

namespace TwilioConversations.Inbox;

/// <summary>The messages that have arrived, each once.</summary>
public sealed class InboxMessages
{
    private readonly ConcurrentDictionary<string, InboxMessage> _bySid = [];

    public IEnumerable<InboxMessage> All => _bySid.Values.OrderBy(message => message.ConversationSid, StringComparer.Ordinal).ThenBy(message => message.Index);

    /// <summary>Adds a message. The service may send an event twice; the message's SID identifies it.</summary>
    public void Add(MessageAdded message)
    {
        if (message is { MessageSid: { } sid, ConversationSid: { } conversation })
        {
            _bySid[sid] = new(conversation, message.Index ?? 0, message.Author, message.Body);
        }
    }
}

/// <summary>A message as the inbox shows it.</summary>
public sealed record InboxMessage(string ConversationSid, int Index, string? Author, string? Body);

/// <summary>A reply from the desk.</summary>
public sealed record Reply(string Body);
