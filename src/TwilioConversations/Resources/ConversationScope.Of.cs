namespace TwilioConversations;

public partial class ConversationScope
{
    /// <summary>The conversation that a response names, in the service that it names, which need not be the one that was asked.</summary>
    internal static ConversationScope Of(CallSender sender, string chatServiceSid, string conversationSid) =>
        new(sender, ResourcePath.Root(sender.BaseAddress).ChatService(chatServiceSid).Append($"/Conversations/{conversationSid:CH}", conversationSid));
}
