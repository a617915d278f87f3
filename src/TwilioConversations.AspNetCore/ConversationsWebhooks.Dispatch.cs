namespace TwilioConversations.AspNetCore;

public sealed partial class ConversationsWebhooks
{
    private readonly Dictionary<Type, Func<WebhookEvent, WebhookContext, Task<Decision?>>> _handlers = [];
    private Func<WebhookEvent, WebhookContext, Task>? _everyEvent;

    internal Func<Exception, WebhookEvent, WebhookContext, Task>? ErrorHandler { get; private set; }

    /// <summary>Returns whether the service waits for a decision on an event.</summary>
    internal static bool IsDecision(WebhookEvent received) => received is ConversationAdding or ConversationUpdating or ConversationRemoving
        or MessageAdding or MessageUpdating or MessageRemoving or ParticipantAdding or ParticipantUpdating or ParticipantRemoving or UserUpdating;

    /// <summary>Passes an event to its handlers, and to the second one even if the first one throws.</summary>
    internal async Task<Outcome> HandleAsync(WebhookEvent received, WebhookContext context)
    {
        List<Exception>? errors = null;
        Decision? decision = null;
        if (_everyEvent is not null)
        {
            try
            {
                await _everyEvent(received, context).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // A failing audit log must not switch decisions off.
            catch (Exception e)
#pragma warning restore CA1031
            {
                (errors = []).Add(e);
            }
        }

        var isDecision = IsDecision(received);
        if (!_handlers.TryGetValue(received.GetType(), out var handle))
        {
            return new(isDecision ? ActionDecision.Accept : null, errors ?? []);
        }

        try
        {
            decision = await handle(received, context).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever a handler throws, the service gets a response.
        catch (Exception e)
#pragma warning restore CA1031
        {
            (errors ??= []).Add(e);
        }

        return new(decision, errors ?? []);
    }

    private ConversationsWebhooks AddHandler<T>(Func<T, WebhookContext, Task> handle)
        where T : WebhookEvent
    {
        _ = handle ?? throw new ArgumentNullException(nameof(handle));
        return Add<T>(async (received, context) =>
        {
            await handle((T)received, context).ConfigureAwait(false);
            return null;
        });
    }

    private ConversationsWebhooks AddDecision<T, TDecision>(Func<T, WebhookContext, Task<TDecision>> handle)
        where T : WebhookEvent
        where TDecision : Decision
    {
        _ = handle ?? throw new ArgumentNullException(nameof(handle));
        return Add<T>(async (received, context) => await handle((T)received, context).ConfigureAwait(false)
            ?? throw new InvalidOperationException("The handler returned null instead of a decision."));
    }

    private ConversationsWebhooks Add<T>(Func<WebhookEvent, WebhookContext, Task<Decision?>> handle) =>
        _handlers.TryAdd(typeof(T), handle) ? this : throw new InvalidOperationException($"A handler of {typeof(T).Name} is already registered.");

    /// <summary>The decision and the exception of an event's handlers.</summary>
    /// <param name="Decision">The decision; null if there is nothing to decide, or the handler that decides failed.</param>
    /// <param name="Errors">The exceptions, in order.</param>
    internal readonly record struct Outcome(Decision? Decision, IReadOnlyList<Exception> Errors);
}
