using Newtonsoft.Json.Linq;
using Form = System.Collections.Generic.IReadOnlyDictionary<string, System.Collections.Generic.IReadOnlyList<string>>;

namespace TwilioConversations.Testing;

// Messages that come from outside the REST API: from another channel or from an SDK.
internal sealed partial class ResourceApi
{
    /// <returns>The message; null if a webhook rejected it.</returns>
    /// <exception cref="ArgumentException">Nothing takes the message, or it is not valid.</exception>
    public async Task<InboundMessage?> ReceiveAsync(string from, string to, string? body, string? mediaSid)
    {
        var origin = new EventOrigin(ParticipantBinding.Channel(from).ToUpperInvariant());
        Resource? conversation;
        lock (_lock)
        {
            conversation = Bound(from, to);
        }

        var isNew = conversation is null;
        conversation ??= await OpenAsync(from, to, body, origin);
        return conversation is null ? null : await SendAsync(conversation, from, body, mediaSid, origin, isNew);
    }

    /// <inheritdoc cref="ReceiveAsync"/>
    public Task<InboundMessage?> SendFromSdkAsync(string conversation, string identity, string? body, string? mediaSid, string? serviceSid)
    {
        Resource found;
        lock (_lock)
        {
            found = _store.Service(serviceSid)?.List(ResourceStore.Conversations).Find(conversation, orByKey: true)
                ?? throw new ArgumentException("There is no such conversation.", nameof(conversation));
            _store.Current(found);
            if (found.List(ResourceStore.Participants).Find(identity, orByKey: true) is not { } participant
                || (string?)participant.Fields["identity"] != identity)
            {
                throw new ArgumentException("The user takes no part in the conversation.", nameof(identity));
            }
        }

        return SendAsync(found, identity, body, mediaSid, new EventOrigin("SDK", identity), isNew: false);
    }

    /// <summary>The open conversation in which the sender takes part with this address of the account, or the group of all these addresses.</summary>
    private Resource? Bound(string from, string to)
    {
        var open = _store.AllConversations().Where(conversation => !ConversationRules.IsClosed(conversation)).ToList();
        var bound = open.Find(
            conversation => conversation.List(ResourceStore.Participants).All.Any(participant => ParticipantRules.IsBound(participant, from, to)));
        HashSet<string> members = [from, .. to.Split(',', StringSplitOptions.TrimEntries)];
        return bound ?? open.Find(conversation => ParticipantRules.IsGroup(conversation) && ParticipantRules.GroupOf(conversation).SetEquals(members));
    }

    /// <summary>Opens a conversation as configured for an address.</summary>
    private async Task<Resource?> OpenAsync(string from, string to, string? body, EventOrigin origin)
    {
        JObject autoCreation;
        string? serviceSid;
        (WebhookEvent Event, WebhookTarget Target)? asked = null;
        lock (_lock)
        {
            autoCreation = _store.Account.List(ResourceStore.Addresses).Find(to, orByKey: true)?.Fields["auto_creation"] as JObject ?? [];
            if (autoCreation["enabled"]?.Value<bool>() != true)
            {
                throw new ArgumentException("No open conversation takes the message, and no address configuration opens one.", nameof(to));
            }

            serviceSid = (string?)autoCreation["conversation_service_sid"];
            if (Webhooks.TargetBefore("onConversationAdd", serviceSid) is { } target)
            {
                var service = _store.Service(serviceSid)
                    ?? throw new ArgumentException("The address configuration names a service that does not exist.", nameof(to));
                asked = (Opened("Add", _store.Preview(ResourceStore.Conversations, service, null, NoFields)), target);
            }
        }

        var form = await AskAsync(asked, NoFields);
        if (form is null)
        {
            return null;
        }

        lock (_lock)
        {
            if (Bound(from, to) is { } raced)
            {
                return raced;
            }

            var service = _store.Service(serviceSid)
                ?? throw new ArgumentException("The address configuration names a service that does not exist.", nameof(to));
            var conversation = Checked(nameof(to), () => _store.Create(ResourceStore.Conversations, service, form));
            try
            {
                var participant = _store.Create(
                    ResourceStore.Participants, conversation, Fields(("MessagingBinding.Address", from), ("MessagingBinding.ProxyAddress", to)));
                Watch(conversation, autoCreation);
                Webhooks.Raise(Opened("Added", conversation));
                Webhooks.Raise(WebhookEvent.Of(_store, "Participant", "Added", serviceSid, participant, origin));
            }
            catch (ApiFault fault)
            {
                service.List(ResourceStore.Conversations).Remove(conversation);
                throw new ArgumentException(fault.Message, nameof(from));
            }

            return conversation;
        }

        WebhookEvent Opened(string change, Resource conversation)
        {
            var plain = WebhookEvent.Of(_store, "Conversation", change, serviceSid, conversation, origin);
            var fields = new Dictionary<string, string>(plain.Fields)
            {
                ["MessagingBinding.Address"] = from,
                ["MessagingBinding.ProxyAddress"] = to,
                ["MessageBody"] = body ?? "",
            };
            return plain with { Fields = fields };
        }
    }

    /// <summary>Gives a new conversation the webhook that the configuration of the address names.</summary>
    private void Watch(Resource conversation, JObject autoCreation)
    {
        var form = (string?)autoCreation["type"] switch
        {
            "webhook" => Fields(("Target", "webhook"), ("Configuration.Url", (string?)autoCreation["webhook_url"]),
                ("Configuration.Method", (string?)autoCreation["webhook_method"])),
            "studio" => Fields(("Target", "studio"), ("Configuration.FlowSid", (string?)autoCreation["studio_flow_sid"])),
            _ => null,
        };
        if (form is null)
        {
            return;
        }

        if (autoCreation["webhook_filters"] is JArray filters)
        {
            form["Configuration.Filters"] = [.. filters.Values<string>().OfType<string>()];
        }

        // Without filters it would never be called, which the service does not reject here.
        if ((string?)autoCreation["type"] == "studio" || form.ContainsKey("Configuration.Filters"))
        {
            _store.Create(ResourceStore.Webhooks, conversation, form);
        }
    }

    private async Task<InboundMessage?> SendAsync(Resource conversation, string author, string? body, string? mediaSid, EventOrigin origin, bool isNew)
    {
        Form? form = Fields(("Author", author), ("Body", body), ("MediaSid", mediaSid));
        var serviceSid = _store.ServiceSidOf(conversation);
        (WebhookEvent Event, WebhookTarget Target)? asked = null;
        lock (_lock)
        {
            if (Webhooks.TargetBefore("onMessageAdd", serviceSid) is { } target)
            {
                var preview = Checked(nameof(body), () => _store.Preview(ResourceStore.Messages, conversation, null, form));
                asked = (WebhookEvent.Of(_store, "Message", "Add", serviceSid, preview, origin), target);
            }
        }

        form = await AskAsync(asked, form);
        if (form is null)
        {
            return null;
        }

        lock (_lock)
        {
            var before = StateOf(conversation);
            var message = Checked(nameof(body), () => _store.Create(ResourceStore.Messages, conversation, form));
            Webhooks.Raise(WebhookEvent.Of(_store, "Message", "Added", serviceSid, message, origin));
            if (StateOf(conversation) != before)
            {
                Webhooks.Raise(WebhookEvent.OfState(_store, serviceSid, conversation, before!, "EVENT"));
            }

            SetTimer();
            return new InboundMessage(conversation.Sid, (string?)message.Fields["participant_sid"] ?? "", message.Sid, isNew);
        }
    }

    /// <returns>The form with the changes of the webhook; null if it rejects the action.</returns>
    private async Task<Form?> AskAsync((WebhookEvent Event, WebhookTarget Target)? asked, Form form)
    {
        try
        {
            return asked is var (webhookEvent, target) ? PreAction.Apply(await Webhooks.Sender.AskAsync(webhookEvent, target), form) : form;
        }
        catch (ApiFault)
        {
            return null;
        }
    }

    private static Dictionary<string, IReadOnlyList<string>> Fields(params (string Name, string? Value)[] fields) =>
        fields.Where(field => field.Value is not null).ToDictionary(field => field.Name, IReadOnlyList<string> (field) => [field.Value!]);
}
