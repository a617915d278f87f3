namespace TwilioConversations.Testing;

/// <summary>What happens in the store, told to the webhooks that are configured for it. Its callers come one at a time, but for <see cref="AskAsync"/>.</summary>
internal sealed class WebhookEvents : IDisposable
{
    // Of a user there are fewer events than of anything else.
    private static readonly string[] Missing = ["onUserAdd", "onUserRemove", "onUserRemoved"];

    private static readonly ResourceType Settings = OpenApiDocument.Instance.Type("Configuration/Webhooks");

    private readonly ResourceStore _store;

    public WebhookEvents(ResourceStore store, TimeProvider timeProvider)
    {
        _store = store;
        Sender = new WebhookSender(timeProvider);
        store.StateExpired = (conversation, from) => Raise(WebhookEvent.OfState(store.ServiceSidOf(conversation), conversation, from, "TIMER"));
    }

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
        var configured = Configured("post_webhook_url", what.Type, what.ServiceSid);
        Sender.Send(what, [.. WebhookTarget.InConversation(what), .. configured is null ? Array.Empty<WebhookTarget>() : [configured]]);
    }

    /// <summary>Tells a new webhook of a conversation of the messages from the one on that its configuration names.</summary>
    public void Replay(Resource webhook, string? serviceSid)
    {
        if ((long?)webhook.Fields["configuration"]!["replay_after"] is not { } first)
        {
            return;
        }

        foreach (var message in webhook.Parent!.List(ResourceStore.Messages).All.Where(message => (long)message.Fields["index"]! >= first))
        {
            var what = WebhookEvent.Of("Message", "Added", serviceSid, message, _store.Now);
            Sender.Send(what, WebhookTarget.Of(webhook, what) is { } target ? [target] : []);
        }
    }

    /// <summary>The webhook that is asked before something happens; null for none.</summary>
    public WebhookTarget? TargetBefore(string eventType, string? serviceSid) =>
        Missing.Contains(eventType) ? null : Configured("pre_webhook_url", eventType, serviceSid);

    /// <summary>Asks a webhook about something that is about to happen.</summary>
    public Task<WebhookDelivery> AskAsync(WebhookEvent what, WebhookTarget target) => Sender.AskAsync(what, target);

    public void Reset()
    {
        Raised.Clear();
        Sender.Reset();
    }

    public void Dispose() => Sender.Dispose();

    /// <summary>The webhook of a service for an event, whose address is in the field that is named; where the service has no address, that of the account.</summary>
    private WebhookTarget? Configured(string url, string eventType, string? serviceSid)
    {
        var settings = new[] { _store.Service(serviceSid), _store.Account }.Select(owner => owner?.List(Settings).All.FirstOrDefault()?.Fields);
        return settings.FirstOrDefault(fields => (string?)fields?[url] is not (null or "")) is { } found ? WebhookTarget.InConfiguration(found, url, eventType) : null;
    }
}
