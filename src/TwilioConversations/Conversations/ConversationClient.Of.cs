namespace TwilioConversations;

public partial class ConversationClient
{
    /// <summary>A conversation as a response names it: by its service, too, so that it is found whichever service the list was of.</summary>
    internal static ConversationClient Of(ConversationsTransport transport, string chatServiceSid, string conversationSid) =>
        new(transport, ResourcePath.Root(transport.BaseAddress).ChatService(chatServiceSid).Append($"/Conversations/{conversationSid:CH}", conversationSid));
}
