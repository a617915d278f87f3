namespace TwilioConversations;

/// <summary>
/// One chat service of the account: the same tree as <see cref="ConversationsClient"/>, and the resources that only a service has. It has no operations itself.
/// </summary>
public partial class ChatServiceScope
{
    private readonly CallSender _sender;
    private readonly ResourcePath _path;

    internal ChatServiceScope(CallSender sender, ResourcePath path)
    {
        _sender = sender;
        _path = path;
    }

    /// <summary>For mocks: a call that is not overridden throws an <see cref="InvalidOperationException"/>.</summary>
    protected ChatServiceScope()
    {
        _sender = CallSender.None;
        _path = ResourcePath.None;
    }
}
