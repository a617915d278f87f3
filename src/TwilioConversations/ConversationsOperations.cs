namespace TwilioConversations;

/// <summary>The operations of the OpenAPI document, each a method under its own name: a single request with the arguments as they are.</summary>
/// <remarks>
/// The raw surface, for programs that use the document's names. The tree, such as <c>twilio.Conversation("support").Participants</c>, does more: it
/// reads whole lists, looks up participants by identity, and rejects a response for another key.
/// </remarks>
public partial class ConversationsOperations
{
    private readonly CallSender _sender;
    private readonly ResourcePath _path;

    internal ConversationsOperations(CallSender sender, ResourcePath path)
    {
        _sender = sender;
        _path = path;
    }

    /// <summary>For mocks: a call that is not overridden throws an <see cref="InvalidOperationException"/>.</summary>
    protected ConversationsOperations()
        : this(CallSender.None, ResourcePath.None)
    {
    }
}
