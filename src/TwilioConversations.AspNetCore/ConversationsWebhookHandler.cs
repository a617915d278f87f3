namespace TwilioConversations.AspNetCore;

/// <summary>
/// A handler of webhooks that is created from the container for each event. Override the methods of the events that you handle, and register the
/// class with <see cref="ConversationsWebhooks.UseHandler"/>.
/// </summary>
/// <example>
/// <code>
/// public sealed class Desk(InboxDatabase database) : ConversationsWebhookHandler
/// {
///     public override Task OnMessageAdded(MessageAdded message, WebhookContext context) => database.AddAsync(message, context.CancellationToken);
/// }
/// </code>
/// </example>
public abstract class ConversationsWebhookHandler
{
    /// <summary>Handles events whose type this version does not define.</summary>
    /// <param name="unknown">The event.</param>
    /// <param name="context">The request that the event came with.</param>
    /// <returns>A task that ends when the event has been handled.</returns>
    public virtual Task OnUnknown(UnknownEvent unknown, WebhookContext context) => Task.CompletedTask;

    /// <summary>Handles <c>onConversationAdded</c>: a conversation was created.</summary>
    /// <param name="conversation">The event.</param>
    /// <param name="context">The request that the event came with.</param>
    /// <returns>A task that ends when the event has been handled.</returns>
    public virtual Task OnConversationAdded(ConversationAdded conversation, WebhookContext context) => Task.CompletedTask;

    /// <summary>Handles <c>onConversationUpdated</c>: a conversation was updated.</summary>
    /// <param name="conversation">The event.</param>
    /// <param name="context">The request that the event came with.</param>
    /// <returns>A task that ends when the event has been handled.</returns>
    public virtual Task OnConversationUpdated(ConversationUpdated conversation, WebhookContext context) => Task.CompletedTask;

    /// <summary>Handles <c>onConversationRemoved</c>: a conversation was deleted.</summary>
    /// <param name="conversation">The event.</param>
    /// <param name="context">The request that the event came with.</param>
    /// <returns>A task that ends when the event has been handled.</returns>
    public virtual Task OnConversationRemoved(ConversationRemoved conversation, WebhookContext context) => Task.CompletedTask;

    /// <summary>Handles <c>onConversationStateUpdated</c>: a conversation changed its state.</summary>
    /// <param name="conversation">The event.</param>
    /// <param name="context">The request that the event came with.</param>
    /// <returns>A task that ends when the event has been handled.</returns>
    public virtual Task OnConversationStateUpdated(ConversationStateUpdated conversation, WebhookContext context) => Task.CompletedTask;

    /// <summary>Handles <c>onMessageAdded</c>: a message was added.</summary>
    /// <param name="message">The event.</param>
    /// <param name="context">The request that the event came with.</param>
    /// <returns>A task that ends when the event has been handled.</returns>
    public virtual Task OnMessageAdded(MessageAdded message, WebhookContext context) => Task.CompletedTask;

    /// <summary>Handles <c>onMessageUpdated</c>: a message was updated.</summary>
    /// <param name="message">The event.</param>
    /// <param name="context">The request that the event came with.</param>
    /// <returns>A task that ends when the event has been handled.</returns>
    public virtual Task OnMessageUpdated(MessageUpdated message, WebhookContext context) => Task.CompletedTask;

    /// <summary>Handles <c>onMessageRemoved</c>: a message was deleted.</summary>
    /// <param name="message">The event.</param>
    /// <param name="context">The request that the event came with.</param>
    /// <returns>A task that ends when the event has been handled.</returns>
    public virtual Task OnMessageRemoved(MessageRemoved message, WebhookContext context) => Task.CompletedTask;

    /// <summary>Handles <c>onParticipantAdded</c>: a participant was added.</summary>
    /// <param name="participant">The event.</param>
    /// <param name="context">The request that the event came with.</param>
    /// <returns>A task that ends when the event has been handled.</returns>
    public virtual Task OnParticipantAdded(ParticipantAdded participant, WebhookContext context) => Task.CompletedTask;

    /// <summary>Handles <c>onParticipantUpdated</c>: a participant was updated.</summary>
    /// <param name="participant">The event.</param>
    /// <param name="context">The request that the event came with.</param>
    /// <returns>A task that ends when the event has been handled.</returns>
    public virtual Task OnParticipantUpdated(ParticipantUpdated participant, WebhookContext context) => Task.CompletedTask;

    /// <summary>Handles <c>onParticipantRemoved</c>: a participant was removed.</summary>
    /// <param name="participant">The event.</param>
    /// <param name="context">The request that the event came with.</param>
    /// <returns>A task that ends when the event has been handled.</returns>
    public virtual Task OnParticipantRemoved(ParticipantRemoved participant, WebhookContext context) => Task.CompletedTask;

    /// <summary>Handles <c>onDeliveryUpdated</c>: the status of a message on its way to a participant changed.</summary>
    /// <param name="delivery">The event.</param>
    /// <param name="context">The request that the event came with.</param>
    /// <returns>A task that ends when the event has been handled.</returns>
    public virtual Task OnDeliveryUpdated(DeliveryUpdated delivery, WebhookContext context) => Task.CompletedTask;

    /// <summary>Handles <c>onUserAdded</c>: a user was created.</summary>
    /// <param name="user">The event.</param>
    /// <param name="context">The request that the event came with.</param>
    /// <returns>A task that ends when the event has been handled.</returns>
    public virtual Task OnUserAdded(UserAdded user, WebhookContext context) => Task.CompletedTask;

    /// <summary>Handles <c>onUserUpdated</c>: a user was updated.</summary>
    /// <param name="user">The event.</param>
    /// <param name="context">The request that the event came with.</param>
    /// <returns>A task that ends when the event has been handled.</returns>
    public virtual Task OnUserUpdated(UserUpdated user, WebhookContext context) => Task.CompletedTask;

    /// <summary>Decides on <c>onConversationAdd</c>: a conversation is about to be created.</summary>
    /// <param name="conversation">The event.</param>
    /// <param name="context">The request that the event came with.</param>
    /// <returns>The decision.</returns>
    public virtual Task<ConversationDecision> OnConversationAdding(ConversationAdding conversation, WebhookContext context) =>
        Task.FromResult(ConversationDecision.Accept);

    /// <summary>Decides on <c>onConversationUpdate</c>: a conversation is about to be updated.</summary>
    /// <param name="conversation">The event.</param>
    /// <param name="context">The request that the event came with.</param>
    /// <returns>The decision.</returns>
    public virtual Task<ConversationDecision> OnConversationUpdating(ConversationUpdating conversation, WebhookContext context) =>
        Task.FromResult(ConversationDecision.Accept);

    /// <summary>Decides on <c>onConversationRemove</c>: a conversation is about to be deleted.</summary>
    /// <param name="conversation">The event.</param>
    /// <param name="context">The request that the event came with.</param>
    /// <returns>The decision.</returns>
    public virtual Task<ActionDecision> OnConversationRemoving(ConversationRemoving conversation, WebhookContext context) =>
        Task.FromResult(ActionDecision.Accept);

    /// <summary>Decides on <c>onMessageAdd</c>: a message is about to be added.</summary>
    /// <param name="message">The event.</param>
    /// <param name="context">The request that the event came with.</param>
    /// <returns>The decision.</returns>
    public virtual Task<MessageDecision> OnMessageAdding(MessageAdding message, WebhookContext context) =>
        Task.FromResult(MessageDecision.Accept);

    /// <summary>Decides on <c>onMessageUpdate</c>: a message is about to be updated.</summary>
    /// <param name="message">The event.</param>
    /// <param name="context">The request that the event came with.</param>
    /// <returns>The decision.</returns>
    public virtual Task<MessageDecision> OnMessageUpdating(MessageUpdating message, WebhookContext context) =>
        Task.FromResult(MessageDecision.Accept);

    /// <summary>Decides on <c>onMessageRemove</c>: a message is about to be deleted.</summary>
    /// <param name="message">The event.</param>
    /// <param name="context">The request that the event came with.</param>
    /// <returns>The decision.</returns>
    public virtual Task<ActionDecision> OnMessageRemoving(MessageRemoving message, WebhookContext context) =>
        Task.FromResult(ActionDecision.Accept);

    /// <summary>Decides on <c>onParticipantAdd</c>: a participant is about to be added.</summary>
    /// <param name="participant">The event.</param>
    /// <param name="context">The request that the event came with.</param>
    /// <returns>The decision.</returns>
    public virtual Task<ActionDecision> OnParticipantAdding(ParticipantAdding participant, WebhookContext context) =>
        Task.FromResult(ActionDecision.Accept);

    /// <summary>Decides on <c>onParticipantUpdate</c>: a participant is about to be updated.</summary>
    /// <param name="participant">The event.</param>
    /// <param name="context">The request that the event came with.</param>
    /// <returns>The decision.</returns>
    public virtual Task<ActionDecision> OnParticipantUpdating(ParticipantUpdating participant, WebhookContext context) =>
        Task.FromResult(ActionDecision.Accept);

    /// <summary>Decides on <c>onParticipantRemove</c>: a participant is about to be removed.</summary>
    /// <param name="participant">The event.</param>
    /// <param name="context">The request that the event came with.</param>
    /// <returns>The decision.</returns>
    public virtual Task<ActionDecision> OnParticipantRemoving(ParticipantRemoving participant, WebhookContext context) =>
        Task.FromResult(ActionDecision.Accept);

    /// <summary>Decides on <c>onUserUpdate</c>: a user is about to be updated.</summary>
    /// <param name="user">The event.</param>
    /// <param name="context">The request that the event came with.</param>
    /// <returns>The decision.</returns>
    public virtual Task<ActionDecision> OnUserUpdating(UserUpdating user, WebhookContext context) =>
        Task.FromResult(ActionDecision.Accept);
}
