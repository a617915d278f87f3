namespace TwilioConversations.AspNetCore;

public sealed partial class ConversationsWebhooks
{
    /// <summary>Handles every event, known or not, before the handler of its type.</summary>
    /// <param name="handle">Awaited; what it throws has the same effect as in any other handler.</param>
    /// <returns>This object.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="handle"/> is null.</exception>
    /// <exception cref="InvalidOperationException">There already is such a handler. This applies to all other methods too.</exception>
    public ConversationsWebhooks OnEvent(Func<WebhookEvent, WebhookContext, Task> handle)
    {
        _ = handle ?? throw new ArgumentNullException(nameof(handle));
        _everyEvent = _everyEvent is null ? handle : throw new InvalidOperationException("There already is a handler of every event.");
        return this;
    }

    /// <summary>Tells of an event whose type this edition of the library does not know.</summary>
    public ConversationsWebhooks OnUnknown(Func<UnknownEvent, WebhookContext, Task> handle) => Tell(handle);

    /// <summary>Tells that a conversation was created.</summary>
    public ConversationsWebhooks OnConversationAdded(Func<ConversationAdded, WebhookContext, Task> handle) => Tell(handle);

    /// <summary>Tells that a conversation was changed.</summary>
    public ConversationsWebhooks OnConversationUpdated(Func<ConversationUpdated, WebhookContext, Task> handle) => Tell(handle);

    /// <summary>Tells that a conversation was deleted.</summary>
    public ConversationsWebhooks OnConversationRemoved(Func<ConversationRemoved, WebhookContext, Task> handle) => Tell(handle);

    /// <summary>Tells that a conversation has come into another state.</summary>
    public ConversationsWebhooks OnConversationStateUpdated(Func<ConversationStateUpdated, WebhookContext, Task> handle) => Tell(handle);

    /// <summary>Tells that a message was added.</summary>
    public ConversationsWebhooks OnMessageAdded(Func<MessageAdded, WebhookContext, Task> handle) => Tell(handle);

    /// <summary>Tells that a message was changed.</summary>
    public ConversationsWebhooks OnMessageUpdated(Func<MessageUpdated, WebhookContext, Task> handle) => Tell(handle);

    /// <summary>Tells that a message was deleted.</summary>
    public ConversationsWebhooks OnMessageRemoved(Func<MessageRemoved, WebhookContext, Task> handle) => Tell(handle);

    /// <summary>Tells that a participant was added.</summary>
    public ConversationsWebhooks OnParticipantAdded(Func<ParticipantAdded, WebhookContext, Task> handle) => Tell(handle);

    /// <summary>Tells that a participant was changed.</summary>
    public ConversationsWebhooks OnParticipantUpdated(Func<ParticipantUpdated, WebhookContext, Task> handle) => Tell(handle);

    /// <summary>Tells that a participant was removed.</summary>
    public ConversationsWebhooks OnParticipantRemoved(Func<ParticipantRemoved, WebhookContext, Task> handle) => Tell(handle);

    /// <summary>Tells that it has become known how far a message has come on its way to a participant.</summary>
    public ConversationsWebhooks OnDeliveryUpdated(Func<DeliveryUpdated, WebhookContext, Task> handle) => Tell(handle);

    /// <summary>Tells that a user was created.</summary>
    public ConversationsWebhooks OnUserAdded(Func<UserAdded, WebhookContext, Task> handle) => Tell(handle);

    /// <summary>Tells that a user was changed.</summary>
    public ConversationsWebhooks OnUserUpdated(Func<UserUpdated, WebhookContext, Task> handle) => Tell(handle);

    /// <summary>Asks before a conversation is created.</summary>
    public ConversationsWebhooks OnConversationAdd(Func<ConversationAdd, WebhookContext, Task<ConversationDecision>> handle) => Ask(handle);

    /// <summary>Asks before a conversation is changed.</summary>
    public ConversationsWebhooks OnConversationUpdate(Func<ConversationUpdate, WebhookContext, Task<ConversationDecision>> handle) => Ask(handle);

    /// <summary>Asks before a conversation is deleted.</summary>
    public ConversationsWebhooks OnConversationRemove(Func<ConversationRemove, WebhookContext, Task<ActionDecision>> handle) => Ask(handle);

    /// <summary>Asks before a message is added.</summary>
    public ConversationsWebhooks OnMessageAdd(Func<MessageAdd, WebhookContext, Task<MessageDecision>> handle) => Ask(handle);

    /// <summary>Asks before a message is changed.</summary>
    public ConversationsWebhooks OnMessageUpdate(Func<MessageUpdate, WebhookContext, Task<MessageDecision>> handle) => Ask(handle);

    /// <summary>Asks before a message is deleted.</summary>
    public ConversationsWebhooks OnMessageRemove(Func<MessageRemove, WebhookContext, Task<ActionDecision>> handle) => Ask(handle);

    /// <summary>Asks before a participant is added.</summary>
    public ConversationsWebhooks OnParticipantAdd(Func<ParticipantAdd, WebhookContext, Task<ActionDecision>> handle) => Ask(handle);

    /// <summary>Asks before a participant is changed.</summary>
    public ConversationsWebhooks OnParticipantUpdate(Func<ParticipantUpdate, WebhookContext, Task<ActionDecision>> handle) => Ask(handle);

    /// <summary>Asks before a participant is removed.</summary>
    public ConversationsWebhooks OnParticipantRemove(Func<ParticipantRemove, WebhookContext, Task<ActionDecision>> handle) => Ask(handle);

    /// <summary>Asks before a user is changed.</summary>
    public ConversationsWebhooks OnUserUpdate(Func<UserUpdate, WebhookContext, Task<ActionDecision>> handle) => Ask(handle);
}
