using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>The origin of an event: the value of <c>Source</c>, and the identity of an SDK's user.</summary>
internal sealed record EventOrigin(string Source, string? Identity = null)
{
    public static EventOrigin Api { get; } = new("API");
}

/// <summary>An event of a resource, with the fields that a webhook sends.</summary>
internal sealed record WebhookEvent(string Type, string? ServiceSid, Resource Resource, IReadOnlyDictionary<string, string> Fields)
{
    private const string BindingProperty = "messaging_binding";

    // The properties of a resource that an event has, besides its SID and those of its parents.
    private static readonly Dictionary<string, string[]> Properties = new()
    {
        ["Conversation"] = ["date_created", "date_updated", "friendly_name", "unique_name", "attributes", "messaging_service_sid", "state"],
        ["Message"] = ["date_created", "date_updated", "index", "body", "author", "participant_sid", "attributes", "media"],
        ["Participant"] = ["date_created", "date_updated", "identity", "role_sid", "attributes", BindingProperty, "last_read_message_index"],
        ["User"] = ["date_created", "date_updated", "identity", "role_sid", "attributes", "friendly_name", "is_online", "is_notifiable"],
        ["Delivery"] = ["date_created", "date_updated", "channel_message_sid", "participant_sid", "status", "error_code"],
    };

    // A resource that is still to be created has none of these.
    private static readonly string[] Assigned = ["date_created", "date_updated", "index"];

    /// <summary>The conversation that it happens in; null for none.</summary>
    public Resource? Conversation => Resource.Conversation;

    /// <summary>
    /// An event named after its subject, such as <c>Message</c>, and the change, such as <c>Add</c> before and <c>Added</c> after it.
    /// </summary>
    public static WebhookEvent Of(ResourceStore store, string subject, string change, string? serviceSid, Resource resource, EventOrigin? origin = null)
    {
        var isNew = change == "Add";
        var fields = Common(store, $"on{subject}{change}", resource, isNew);
        if (origin is not null)
        {
            fields["Source"] = origin.Source;
            Add(fields, "client_identity", origin.Identity);
        }

        foreach (var property in resource.Type.Properties.Where(property => IsShown(subject, change, property.Name)))
        {
            Add(fields, property.Name, resource.Fields[property.Name] ?? property.Default);
        }

        if (subject == "Message")
        {
            Add(fields, "messaging_service_sid", resource.Conversation?.Fields["messaging_service_sid"]);
        }

        if (fields.GetValueOrDefault("ErrorCode") == "0")
        {
            fields.Remove("ErrorCode");
        }

        if (change == "Removed")
        {
            fields["DateRemoved"] = ToText(FieldRule.ToText(store.Now));
        }

        return new WebhookEvent(fields["EventType"], serviceSid, resource, fields);
    }

    /// <summary>The event of a conversation with a new state, for the reason <c>API</c>, <c>EVENT</c> or <c>TIMER</c>.</summary>
    public static WebhookEvent OfState(ResourceStore store, string? serviceSid, Resource conversation, string from, string reason)
    {
        var fields = Common(store, "onConversationStateUpdated", conversation, isNew: false);
        (fields["StateFrom"], fields["StateTo"], fields["Reason"]) = (from, (string)conversation.Fields["state"]!, reason);
        fields["StateUpdated"] = ToText((string)conversation.Fields["date_updated"]!);
        Add(fields, "messaging_service_sid", conversation.Fields["messaging_service_sid"]);
        return new WebhookEvent(fields["EventType"], serviceSid, conversation, fields);
    }

    // Recorded events of what was added or is still to be added have no date of an update.
    private static bool IsShown(string subject, string change, string property) => Properties.GetValueOrDefault(subject, []).Contains(property)
        && !(change == "Add" && Assigned.Contains(property)) && !(change == "Added" && property == "date_updated");

    // Dates in webhooks have milliseconds; the store has whole seconds.
    private static string ToText(string date) => date.Replace("Z", ".000Z", StringComparison.Ordinal);

    private static Dictionary<string, string> Common(ResourceStore store, string type, Resource resource, bool isNew)
    {
        var fields = new Dictionary<string, string>
        {
            ["EventType"] = type,
            ["AccountSid"] = store.AccountSid,
            ["ChatServiceSid"] = resource.Service.ServiceSid!,
        };
        foreach (var each in resource.WithParents().Skip(isNew ? 1 : 0))
        {
            fields[FieldNames.ToPascalCase(each.Type.SidProperty)] = each.Sid;
        }

        return fields;
    }

    private static void Add(Dictionary<string, string> fields, string name, JToken? value)
    {
        var field = name.StartsWith("is_", StringComparison.Ordinal) ? $"is{FieldNames.ToPascalCase(name[3..])}" : FieldNames.ToPascalCase(name);
        if (name == BindingProperty)
        {
            AddBinding(fields, field, value as JObject);
        }
        else if (value is JArray items)
        {
            var renamed = items.Children<JObject>()
                .Select(item => new JObject(item.Properties().Select(property => new JProperty(FieldNames.ToPascalCase(property.Name), property.Value))));
            fields[field] = new JArray(renamed).ToString(Formatting.None);
        }
        else if (value is JValue { Value: { } single })
        {
            fields[field] = name.StartsWith("date_", StringComparison.Ordinal) ? ToText((string)value!)
                : single is bool flag ? flag ? "true" : "false"
                : Convert.ToString(single, System.Globalization.CultureInfo.InvariantCulture)!;
        }
    }

    private static void AddBinding(Dictionary<string, string> fields, string field, JObject? binding)
    {
        fields[$"{field}.Type"] = (string?)binding?["type"] ?? "chat";
        foreach (var property in binding?.Properties().Where(property => property.Name != "type" && property.Value.Type != JTokenType.Null) ?? [])
        {
            fields[$"{field}.{FieldNames.ToPascalCase(property.Name)}"] = (string)property.Value!;
        }
    }
}
