namespace TwilioConversations.Testing;

/// <summary>Sends the events of the store to the webhooks that are configured for them. Its callers take turns.</summary>
internal sealed class WebhookEvents : IDisposable
{
    // The service has no webhooks for these.
    private static readonly string[] Unsupported = ["onUserAdd", "onUserRemove", "onUserRemoved"];

    private static readonly ResourceType Settings = OpenApiDocument.Instance.Type("Configuration/Webhooks");

    private readonly ResourceStore _store;

    public WebhookEvents(ResourceStore store, WebhookSender sender)
    {
        (_store, Sender) = (store, sender);
        store.StateExpired = (conversation, from) =>
            Raise(WebhookEvent.OfState(store, store.ServiceSidOf(conversation), conversation, from, from == "initializing" ? "EVENT" : "TIMER"));
    }

    public BoundedLog<EmulatedWebhook> Raised { get; } = new(ConversationsEmulator.LogCapacity);

    public WebhookSender Sender { get; }

    /// <summary>Logs an event that has happened, and sends it.</summary>
    public void Raise(WebhookEvent webhookEvent)
    {
        if (Unsupported.Contains(webhookEvent.Type))
        {
            return;
        }

        var participant = webhookEvent.Resource.Type == ResourceStore.Participants ? webhookEvent.Resource.Sid : null;
        Raised.Add(new EmulatedWebhook(webhookEvent.Type, webhookEvent.ServiceSid, webhookEvent.Conversation?.Sid ?? "", participant)
        {
            Time = _store.Now,
            MessageSid = webhookEvent.Fields.GetValueOrDefault("MessageSid"),
        });
        var configured = Configured("post_webhook_url", webhookEvent.Type, webhookEvent.ServiceSid);
        Sender.Send(webhookEvent, [.. WebhookTarget.InConversation(webhookEvent), .. configured is null ? Array.Empty<WebhookTarget>() : [configured]]);
    }

    /// <summary>Sends a new webhook of a conversation the earlier messages, from the index in its configuration on.</summary>
    public void Replay(Resource webhook, string? serviceSid)
    {
        if ((long?)webhook.Fields["configuration"]!["replay_after"] is not { } first)
        {
            return;
        }

        foreach (var message in webhook.Parent!.List(ResourceStore.Messages).All.Where(message => (long)message.Fields["index"]! >= first))
        {
            var webhookEvent = WebhookEvent.Of(_store, "Message", "Added", serviceSid, message, EventOrigin.Api);
            Sender.Send(webhookEvent, WebhookTarget.Of(webhook, webhookEvent) is { } target ? [target] : []);
        }
    }

    /// <summary>The webhook to ask before an event; null for none.</summary>
    public WebhookTarget? TargetBefore(string eventType, string? serviceSid) =>
        Unsupported.Contains(eventType) ? null : Configured("pre_webhook_url", eventType, serviceSid);

    public void Reset()
    {
        Raised.Clear();
        Sender.Reset();
    }

    public void Dispose() => Sender.Dispose();

    /// <summary>
    /// The webhook for an event whose address is in the field <paramref name="url"/> of the service's settings, or else of the account's.
    /// </summary>
    private WebhookTarget? Configured(string url, string eventType, string? serviceSid)
    {
        var settings = new[] { _store.Service(serviceSid), _store.Account }.Select(owner => owner?.List(Settings).All.FirstOrDefault()?.Fields);
        return settings.FirstOrDefault(fields => (string?)fields?[url] is not (null or "")) is { } found
            ? WebhookTarget.InConfiguration(found, url, eventType) : null;
    }
}
