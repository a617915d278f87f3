namespace TwilioConversations;

public sealed partial class ConversationsOperations
{
    private readonly ConversationsTransport _transport;
    private readonly ResourcePath _path;

    internal ConversationsOperations(ConversationsTransport transport, ResourcePath path)
    {
        _transport = transport;
        _path = path;
    }
}
