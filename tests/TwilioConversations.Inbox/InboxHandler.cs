using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TwilioConversations.AspNetCore;
using Wolverine.EntityFrameworkCore;

namespace TwilioConversations.Inbox;

/// <summary>Receives the webhooks: decides at once, and stores what has happened.</summary>
internal sealed class InboxHandler(IDbContextOutbox<InboxDb> outbox) : ConversationsWebhookHandler
{
    public override Task<MessageDecision> OnMessageAdding(MessageAdding message, WebhookContext context) => Task.FromResult(message.Body switch
    {
        null => MessageDecision.Accept,
        var body when body.Contains("buy now", StringComparison.OrdinalIgnoreCase) => MessageDecision.Reject,
        var body => CardNumbers.Mask(body) is var masked && masked != body ? new MessageDecision { Body = masked } : MessageDecision.Accept,
    });

    public override Task OnMessageAdded(MessageAdded message, WebhookContext context) =>
        StoreAsync(message, message.MessageSid, message.ConversationSid, context.CancellationToken);

    public override Task OnParticipantAdded(ParticipantAdded participant, WebhookContext context) =>
        StoreAsync(participant, participant.ParticipantSid, participant.ConversationSid, context.CancellationToken);

    private async Task StoreAsync(WebhookEvent received, string? sid, string? conversation, CancellationToken cancellationToken)
    {
        // If two copies receive an event at the same moment, the unique index lets one of them store it; the other responds 500.
        if (sid is null || conversation is null || await outbox.DbContext.Events.AnyAsync(stored => stored.Sid == sid, cancellationToken))
        {
            return;
        }

        outbox.DbContext.Events.Add(new() { Sid = sid, ConversationSid = conversation, Json = JsonSerializer.Serialize(received) });
        await outbox.PublishAsync(new EventsOf(conversation));
        await outbox.SaveChangesAndFlushMessagesAsync(cancellationToken);
    }
}
