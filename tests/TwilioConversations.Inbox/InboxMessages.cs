using System.Collections.Concurrent;
using TwilioConversations.AspNetCore;

namespace TwilioConversations.Inbox;

/// <summary>The messages that have arrived, each once.</summary>
public sealed class InboxMessages
{
    private readonly ConcurrentDictionary<string, InboxMessage> _bySid = [];

    public IEnumerable<InboxMessage> All => _bySid.Values.OrderBy(message => message.ConversationSid, StringComparer.Ordinal).ThenBy(message => message.Index);

    public void Add(MessageAdded message) => _bySid[message.MessageSid!] = new(message.ConversationSid!, message.Index ?? 0, message.Author, message.Body);
}

/// <summary>A message as the inbox shows it.</summary>
public sealed record InboxMessage(string ConversationSid, int Index, string? Author, string? Body);

/// <summary>What somebody at the desk answers.</summary>
public sealed record Reply(string Body);
