using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

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
    public Resource? Conversation => Resource.WithParents().Last() is { } root && root.Type == ResourceStore.Conversations ? root : null;

    /// <summary>An event named after its subject, such as <c>Message</c>, and the change, such as <c>Add</c> before and <c>Added</c> after it.</summary>
    public static WebhookEvent Of(string subject, string change, string? serviceSid, Resource resource, DateTimeOffset now)
    {
        var isNew = change == "Add";
        var fields = Common($"on{subject}{change}", resource, isNew);
        foreach (var property in resource.Type.Properties.Where(property => Properties.GetValueOrDefault(subject, []).Contains(property.Name) && !(isNew && Assigned.Contains(property.Name))))
        {
            Add(fields, property.Name, resource.Fields[property.Name] ?? property.Default);
        }

        if (change == "Removed")
        {
            fields["DateRemoved"] = FieldRule.ToText(now);
        }

        return new WebhookEvent(fields["EventType"], serviceSid, resource, fields);
    }

    /// <summary>The event of a conversation with a new state, for the reason <c>API</c>, <c>EVENT</c> or <c>TIMER</c>.</summary>
    public static WebhookEvent OfState(string? serviceSid, Resource conversation, string from, string reason)
    {
        var fields = Common("onConversationStateUpdated", conversation, isNew: false);
        (fields["StateFrom"], fields["StateTo"], fields["Reason"]) = (from, (string)conversation.Fields["state"]!, reason);
        fields["StateUpdated"] = (string)conversation.Fields["date_updated"]!;
        Add(fields, "messaging_service_sid", conversation.Fields["messaging_service_sid"]);
        return new WebhookEvent(fields["EventType"], serviceSid, conversation, fields);
    }

    private static Dictionary<string, string> Common(string type, Resource resource, bool isNew)
    {
        var fields = new Dictionary<string, string>
        {
            ["EventType"] = type,
            ["AccountSid"] = ConversationsEmulator.AccountSid,
            ["ChatServiceSid"] = resource.Service.ServiceSid!,
            // The emulator can only be reached through the REST API.
            ["Source"] = "API",
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
            fields[field] = new JArray(items.Children<JObject>().Select(item => new JObject(item.Properties().Select(property => new JProperty(FieldNames.ToPascalCase(property.Name), property.Value))))).ToString(Formatting.None);
        }
        else if (value is JValue { Value: { } single })
        {
            fields[field] = single is bool flag ? flag ? "true" : "false" : Convert.ToString(single, System.Globalization.CultureInfo.InvariantCulture)!;
        }
    }

    private static void AddBinding(Dictionary<string, string> fields, string field, JObject? binding)
    {
        fields[$"{field}.Type"] = ((string?)binding?["type"] ?? "chat").ToUpperInvariant();
        foreach (var property in binding?.Properties().Where(property => property.Name != "type" && property.Value.Type != JTokenType.Null) ?? [])
        {
            fields[$"{field}.{FieldNames.ToPascalCase(property.Name)}"] = (string)property.Value!;
        }
    }
}
