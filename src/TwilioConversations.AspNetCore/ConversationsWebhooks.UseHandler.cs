using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace TwilioConversations.AspNetCore;

public sealed partial class ConversationsWebhooks
{
    /// <summary>Handles events with a class: with each method of <see cref="ConversationsWebhookHandler"/> that it overrides.</summary>
    /// <remarks>You can use several classes, and methods such as <see cref="OnMessageAdded"/> beside them, if no two handle the same event.</remarks>
    /// <typeparam name="THandler">
    /// The class. For each event it comes from the request's services, or if it is not registered there, is created with them.
    /// </typeparam>
    /// <returns>This object.</returns>
    /// <exception cref="InvalidOperationException">A handler of one of the events is already registered.</exception>
    public ConversationsWebhooks UseHandler<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicMethods)] THandler>()
        where THandler : ConversationsWebhookHandler
    {
        Use(nameof(OnUnknown), () => OnUnknown((received, context) => Create(context).OnUnknown(received, context)));
        Use(nameof(OnConversationAdded), () => OnConversationAdded((received, context) => Create(context).OnConversationAdded(received, context)));
        Use(nameof(OnConversationUpdated), () => OnConversationUpdated((received, context) => Create(context).OnConversationUpdated(received, context)));
        Use(nameof(OnConversationRemoved), () => OnConversationRemoved((received, context) => Create(context).OnConversationRemoved(received, context)));
        Use(
            nameof(OnConversationStateUpdated),
            () => OnConversationStateUpdated((received, context) => Create(context).OnConversationStateUpdated(received, context)));
        Use(nameof(OnMessageAdded), () => OnMessageAdded((received, context) => Create(context).OnMessageAdded(received, context)));
        Use(nameof(OnMessageUpdated), () => OnMessageUpdated((received, context) => Create(context).OnMessageUpdated(received, context)));
        Use(nameof(OnMessageRemoved), () => OnMessageRemoved((received, context) => Create(context).OnMessageRemoved(received, context)));
        Use(nameof(OnParticipantAdded), () => OnParticipantAdded((received, context) => Create(context).OnParticipantAdded(received, context)));
        Use(nameof(OnParticipantUpdated), () => OnParticipantUpdated((received, context) => Create(context).OnParticipantUpdated(received, context)));
        Use(nameof(OnParticipantRemoved), () => OnParticipantRemoved((received, context) => Create(context).OnParticipantRemoved(received, context)));
        Use(nameof(OnDeliveryUpdated), () => OnDeliveryUpdated((received, context) => Create(context).OnDeliveryUpdated(received, context)));
        Use(nameof(OnUserAdded), () => OnUserAdded((received, context) => Create(context).OnUserAdded(received, context)));
        Use(nameof(OnUserUpdated), () => OnUserUpdated((received, context) => Create(context).OnUserUpdated(received, context)));
        Use(nameof(OnConversationAdding), () => OnConversationAdding((received, context) => Create(context).OnConversationAdding(received, context)));
        Use(nameof(OnConversationUpdating), () => OnConversationUpdating((received, context) => Create(context).OnConversationUpdating(received, context)));
        Use(nameof(OnConversationRemoving), () => OnConversationRemoving((received, context) => Create(context).OnConversationRemoving(received, context)));
        Use(nameof(OnMessageAdding), () => OnMessageAdding((received, context) => Create(context).OnMessageAdding(received, context)));
        Use(nameof(OnMessageUpdating), () => OnMessageUpdating((received, context) => Create(context).OnMessageUpdating(received, context)));
        Use(nameof(OnMessageRemoving), () => OnMessageRemoving((received, context) => Create(context).OnMessageRemoving(received, context)));
        Use(nameof(OnParticipantAdding), () => OnParticipantAdding((received, context) => Create(context).OnParticipantAdding(received, context)));
        Use(nameof(OnParticipantUpdating), () => OnParticipantUpdating((received, context) => Create(context).OnParticipantUpdating(received, context)));
        Use(nameof(OnParticipantRemoving), () => OnParticipantRemoving((received, context) => Create(context).OnParticipantRemoving(received, context)));
        Use(nameof(OnUserUpdating), () => OnUserUpdating((received, context) => Create(context).OnUserUpdating(received, context)));
        return this;

        static THandler Create(WebhookContext context) => ActivatorUtilities.GetServiceOrCreateInstance<THandler>(context.Services);

        static void Use(string method, Func<ConversationsWebhooks> register)
        {
            if (typeof(THandler).GetMethod(method)!.DeclaringType != typeof(ConversationsWebhookHandler))
            {
                register();
            }
        }
    }
}
