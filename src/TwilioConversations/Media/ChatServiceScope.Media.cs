namespace TwilioConversations;

public partial class ChatServiceScope
{
    /// <summary>
    /// The files of this service's messages. They are on a host of their own: see <see cref="ConversationsClientOptions.MediaBaseAddress"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// <see cref="ConversationsClientOptions.BaseAddress"/> is set and <see cref="ConversationsClientOptions.MediaBaseAddress"/> is not.
    /// </exception>
    public virtual MediaApi Media => field ??= new(_sender, _path.Media(_sender.MediaBaseAddress));
}
