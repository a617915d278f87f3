using TwilioConversations.AspNetCore;

namespace TwilioConversations.Inbox;

/// <summary>Handles the webhooks.</summary>
internal sealed class InboxHandler(InboxMessages inbox, ConversationsClient twilio) : ConversationsWebhookHandler
{
    public override Task<MessageDecision> OnMessageAdding(MessageAdding message, WebhookContext context) => Task.FromResult(
        Wording.IsSpam(message.Body) ? MessageDecision.Refuse
        : Wording.Clean(message.Body) is var clean && clean != message.Body ? new MessageDecision { Body = clean }
        : MessageDecision.Accept);

    public override Task OnMessageAdded(MessageAdded message, WebhookContext context)
    {
        inbox.Add(message);
        return Task.CompletedTask;
    }

    public override async Task OnParticipantAdded(ParticipantAdded participant, WebhookContext context)
    {
        if (participant is { Identity: { } identity, ConversationSid: { } conversation } && !context.IsDuplicate)
        {
            await twilio.Conversation(conversation).Messages.CreateAsync(new() { Author = "desk", Body = $"Welcome, {identity}" }, cancellationToken: context.CancellationToken);
        }
    }
}
