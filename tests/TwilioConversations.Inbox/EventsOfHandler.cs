using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TwilioConversations.AspNetCore;
using Wolverine;

namespace TwilioConversations.Inbox;

/// <summary>Work: a conversation has new events.</summary>
public sealed record EventsOf(string ConversationSid);

/// <summary>Handles the events of a conversation in order. What they cause is committed together with the mark that they are handled.</summary>
public static class EventsOfHandler
{
    public static async Task HandleAsync(EventsOf work, InboxDb db, IMessageBus bus, CancellationToken cancellationToken)
    {
        // One copy at a time for each conversation. With SQLite, a transaction is alone in the file.
        if (db.Database.IsNpgsql())
        {
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtext({work.ConversationSid}))", cancellationToken);
        }

        var events = db.Events.Where(stored => stored.ConversationSid == work.ConversationSid && !stored.IsHandled).OrderBy(stored => stored.Id);
        foreach (var stored in await events.ToListAsync(cancellationToken))
        {
            switch (JsonSerializer.Deserialize<WebhookEvent>(stored.Json))
            {
                case MessageAdded message:
                    db.Messages.Add(new() { Sid = stored.Sid, ConversationSid = stored.ConversationSid, Index = message.Index ?? 0, Author = message.Author, Body = message.Body });
                    break;
                case ParticipantAdded { Identity: { } identity }:
                    await bus.PublishAsync(new Welcome(stored.ConversationSid, stored.Sid, identity));
                    break;
            }

            stored.IsHandled = true;
        }
    }
}
