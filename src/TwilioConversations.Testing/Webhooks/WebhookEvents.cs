using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>What happens in the store, told to the webhooks that are configured for it. Its callers come one at a time, but for <see cref="AskAsync"/>.</summary>
internal sealed class WebhookEvents : IDisposable
{
    // Of a user there are fewer events than of anything else.
    private static readonly string[] Missing = ["onUserAdd", "onUserRemove", "onUserRemoved"];

    public WebhookEvents(ResourceStore store, TimeProvider timeProvider)
    {
        Sender = new WebhookSender(timeProvider);
        store.StateExpired = (conversation, from) => Raise(WebhookEvent.OfState(store.ServiceSidOf(conversation), conversation, from, "TIMER"));
    }

    /// <summary>The configuration of webhooks that applies to a service, named by its SID, or null for the default one.</summary>
    public Func<string?, JObject?> Configuration { get; set; } = _ => null;

    public BoundedLog<EmulatedWebhook> Raised { get; } = new(ConversationsEmulator.LogCapacity);

    public WebhookSender Sender { get; }

    /// <summary>Tells of something that has happened.</summary>
    public void Raise(WebhookEvent what)
    {
        if (Missing.Contains(what.Type))
        {
            return;
        }

        Raised.Add(new EmulatedWebhook(what.Type, what.ServiceSid, what.Conversation?.Sid ?? "", what.Resource.Type == ResourceStore.Participants ? what.Resource.Sid : null)
        {
            MessageSid = what.Fields.GetValueOrDefault("MessageSid"),
        });
        var configured = WebhookTarget.InConfiguration(Configuration(what.ServiceSid), "post_webhook_url", what.Type);
        Sender.Send(what, [.. WebhookTarget.InConversation(what), .. configured is null ? Array.Empty<WebhookTarget>() : [configured]]);
    }

    /// <summary>The webhook that is asked before something happens; null for none.</summary>
    public WebhookTarget? TargetBefore(string eventType, string? serviceSid) =>
        Missing.Contains(eventType) ? null : WebhookTarget.InConfiguration(Configuration(serviceSid), "pre_webhook_url", eventType);

    /// <summary>Asks a webhook about something that is about to happen.</summary>
    public Task<WebhookDelivery> AskAsync(WebhookEvent what, WebhookTarget target) => Sender.AskAsync(what, target);

    public void Reset()
    {
        Raised.Clear();
        Sender.Reset();
    }

    public void Dispose() => Sender.Dispose();
}
