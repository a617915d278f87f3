namespace TwilioConversations;

/// <summary>The operations of the OpenAPI document, each a method under its own name: a single request with the arguments as they are.</summary>
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
