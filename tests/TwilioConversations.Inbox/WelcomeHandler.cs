namespace TwilioConversations.Inbox;

/// <summary>Work: a participant was added to a conversation.</summary>
public sealed record Welcome(string ConversationSid, string ParticipantSid, string Identity);

/// <summary>Welcomes newcomers. A call to Twilio is in no transaction, so the message has a mark: a second attempt finds it.</summary>
public static class WelcomeHandler
{
    public static async Task HandleAsync(Welcome work, ConversationsClient twilio, CancellationToken cancellationToken)
    {
        var messages = twilio.Conversation(work.ConversationSid).Messages;
        var latest = messages.ListAsync(new() { Order = MessageOrder.Desc, Limit = 100 }, cancellationToken);
        if (!await latest.AnyAsync(message => message.Attributes.Contains(work.ParticipantSid, StringComparison.Ordinal), cancellationToken))
        {
            var mark = $$"""{"welcomeOf":"{{work.ParticipantSid}}"}""";
            await messages.CreateAsync(new() { Author = "desk", Body = $"Welcome, {work.Identity}", Attributes = mark }, cancellationToken: cancellationToken);
        }
    }
}
