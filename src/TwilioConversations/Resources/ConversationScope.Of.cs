namespace TwilioConversations;

public partial class ConversationScope
{
    /// <summary>The conversation that a response names, in the service that it names, which need not be the one that was asked.</summary>
    internal static ConversationScope Of(ConversationsTransport transport, string chatServiceSid, string conversationSid) =>
        new(transport, ResourcePath.Root(transport.BaseAddress).ChatService(chatServiceSid).Append($"/Conversations/{conversationSid:CH}", conversationSid));
}
