namespace TwilioConversations.AspNetCore;

public sealed partial class ConversationsWebhooks
{
    /// <summary>Handles every event, known or not, before the handler of its type, which runs even if this one throws.</summary>
    /// <remarks>All methods add one handler, return this object, and throw these exceptions. For an action, the time of both handlers counts.</remarks>
    /// <param name="handle">The handler. It is awaited; if it throws, an event that has happened gets a 500, and a decision is not affected.</param>
    /// <returns>This object.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="handle"/> is null.</exception>
    /// <exception cref="InvalidOperationException">Such a handler is already registered.</exception>
    public ConversationsWebhooks OnEvent(Func<WebhookEvent, WebhookContext, Task> handle)
    {
        _ = handle ?? throw new ArgumentNullException(nameof(handle));
        _everyEvent = _everyEvent is null ? handle : throw new InvalidOperationException("A handler of every event is already registered.");
        return this;
    }

    /// <summary>
    /// Receives what the handlers of an event throw, after the service has its response; for a decision that is late, a <see cref="TimeoutException"/>.
    /// </summary>
    /// <remarks>The log contains only the type of an exception, because its message may contain personal data.</remarks>
    /// <param name="handle">The handler. The <see cref="WebhookContext.CancellationToken"/> that it gets is never canceled.</param>
    /// <returns>This object.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="handle"/> is null.</exception>
    /// <exception cref="InvalidOperationException">Such a handler is already registered.</exception>
    public ConversationsWebhooks OnError(Func<Exception, WebhookEvent, WebhookContext, Task> handle)
    {
        _ = handle ?? throw new ArgumentNullException(nameof(handle));
        ErrorHandler = ErrorHandler is null ? handle : throw new InvalidOperationException("A handler of errors is already registered.");
        return this;
    }

    /// <summary>Handles events whose type this version does not define.</summary>
    public ConversationsWebhooks OnUnknown(Func<UnknownEvent, WebhookContext, Task> handle) => AddHandler(handle);

    /// <summary>Handles <c>onConversationAdded</c>: a conversation was created.</summary>
    public ConversationsWebhooks OnConversationAdded(Func<ConversationAdded, WebhookContext, Task> handle) => AddHandler(handle);

    /// <summary>Handles <c>onConversationUpdated</c>: a conversation was updated.</summary>
    public ConversationsWebhooks OnConversationUpdated(Func<ConversationUpdated, WebhookContext, Task> handle) => AddHandler(handle);

    /// <summary>Handles <c>onConversationRemoved</c>: a conversation was deleted.</summary>
    public ConversationsWebhooks OnConversationRemoved(Func<ConversationRemoved, WebhookContext, Task> handle) => AddHandler(handle);

    /// <summary>Handles <c>onConversationStateUpdated</c>: a conversation changed its state.</summary>
    public ConversationsWebhooks OnConversationStateUpdated(Func<ConversationStateUpdated, WebhookContext, Task> handle) => AddHandler(handle);

    /// <summary>Handles <c>onMessageAdded</c>: a message was added.</summary>
    public ConversationsWebhooks OnMessageAdded(Func<MessageAdded, WebhookContext, Task> handle) => AddHandler(handle);

    /// <summary>Handles <c>onMessageUpdated</c>: a message was updated.</summary>
    public ConversationsWebhooks OnMessageUpdated(Func<MessageUpdated, WebhookContext, Task> handle) => AddHandler(handle);

    /// <summary>Handles <c>onMessageRemoved</c>: a message was deleted.</summary>
    public ConversationsWebhooks OnMessageRemoved(Func<MessageRemoved, WebhookContext, Task> handle) => AddHandler(handle);

    /// <summary>Handles <c>onParticipantAdded</c>: a participant was added.</summary>
    public ConversationsWebhooks OnParticipantAdded(Func<ParticipantAdded, WebhookContext, Task> handle) => AddHandler(handle);

    /// <summary>Handles <c>onParticipantUpdated</c>: a participant was updated.</summary>
    public ConversationsWebhooks OnParticipantUpdated(Func<ParticipantUpdated, WebhookContext, Task> handle) => AddHandler(handle);

    /// <summary>Handles <c>onParticipantRemoved</c>: a participant was removed.</summary>
    public ConversationsWebhooks OnParticipantRemoved(Func<ParticipantRemoved, WebhookContext, Task> handle) => AddHandler(handle);

    /// <summary>Handles <c>onDeliveryUpdated</c>: the status of a message on its way to a participant changed.</summary>
    public ConversationsWebhooks OnDeliveryUpdated(Func<DeliveryUpdated, WebhookContext, Task> handle) => AddHandler(handle);

    /// <summary>Handles <c>onUserAdded</c>: a user was created.</summary>
    public ConversationsWebhooks OnUserAdded(Func<UserAdded, WebhookContext, Task> handle) => AddHandler(handle);

    /// <summary>Handles <c>onUserUpdated</c>: a user was updated.</summary>
    public ConversationsWebhooks OnUserUpdated(Func<UserUpdated, WebhookContext, Task> handle) => AddHandler(handle);

    /// <summary>Decides on <c>onConversationAdd</c>: a conversation is about to be created.</summary>
    public ConversationsWebhooks OnConversationAdding(Func<ConversationAdding, WebhookContext, Task<ConversationDecision>> handle) => AddDecision(handle);

    /// <summary>Decides on <c>onConversationUpdate</c>: a conversation is about to be updated.</summary>
    public ConversationsWebhooks OnConversationUpdating(Func<ConversationUpdating, WebhookContext, Task<ConversationDecision>> handle) => AddDecision(handle);

    /// <summary>Decides on <c>onConversationRemove</c>: a conversation is about to be deleted.</summary>
    public ConversationsWebhooks OnConversationRemoving(Func<ConversationRemoving, WebhookContext, Task<ActionDecision>> handle) => AddDecision(handle);

    /// <summary>Decides on <c>onMessageAdd</c>: a message is about to be added.</summary>
    public ConversationsWebhooks OnMessageAdding(Func<MessageAdding, WebhookContext, Task<MessageDecision>> handle) => AddDecision(handle);

    /// <summary>Decides on <c>onMessageUpdate</c>: a message is about to be updated.</summary>
    public ConversationsWebhooks OnMessageUpdating(Func<MessageUpdating, WebhookContext, Task<MessageDecision>> handle) => AddDecision(handle);

    /// <summary>Decides on <c>onMessageRemove</c>: a message is about to be deleted.</summary>
    public ConversationsWebhooks OnMessageRemoving(Func<MessageRemoving, WebhookContext, Task<ActionDecision>> handle) => AddDecision(handle);

    /// <summary>Decides on <c>onParticipantAdd</c>: a participant is about to be added.</summary>
    public ConversationsWebhooks OnParticipantAdding(Func<ParticipantAdding, WebhookContext, Task<ActionDecision>> handle) => AddDecision(handle);

    /// <summary>Decides on <c>onParticipantUpdate</c>: a participant is about to be updated.</summary>
    public ConversationsWebhooks OnParticipantUpdating(Func<ParticipantUpdating, WebhookContext, Task<ActionDecision>> handle) => AddDecision(handle);

    /// <summary>Decides on <c>onParticipantRemove</c>: a participant is about to be removed.</summary>
    public ConversationsWebhooks OnParticipantRemoving(Func<ParticipantRemoving, WebhookContext, Task<ActionDecision>> handle) => AddDecision(handle);

    /// <summary>Decides on <c>onUserUpdate</c>: a user is about to be updated.</summary>
    public ConversationsWebhooks OnUserUpdating(Func<UserUpdating, WebhookContext, Task<ActionDecision>> handle) => AddDecision(handle);
}
