using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>A participant as the store holds it; changing one makes another.</summary>
internal sealed record StoredParticipant(StoredConversation Conversation, long Number, string Sid)
{
    private const int MaximumAttributeBytes = 4096;

    public string? Identity { get; private init; }

    public string? Address { get; private init; }

    public string? ProxyAddress { get; private init; }

    private string? ProjectedAddress { get; init; }

    private string Attributes { get; init; } = "{}";

    private string? RoleSid { get; init; }

    private string DateCreated { get; init; } = "";

    private string DateUpdated { get; init; } = "";

    private int? LastReadMessageIndex { get; init; }

    private string? LastReadTimestamp { get; init; }

    public static StoredParticipant Create(StoredConversation conversation, long number, Dictionary<string, string> form)
    {
        var now = ToText(DateTimeOffset.UtcNow);
        var created = new StoredParticipant(conversation, number, $"MB{Guid.NewGuid():N}")
        {
            Address = form.GetValueOrDefault("MessagingBinding.Address"),
            DateCreated = now,
            DateUpdated = now,
        }.With(form, now);

        // Where RCS does not reach the address, the fallback's channel carries the participant.
        if (form.TryGetValue("MessagingBinding.ProxyAddressFallback", out var fallback))
        {
            created = created with { Address = created.Address?.Split(':')[^1], ProxyAddress = fallback };
        }

        if (created.Identity is null && created.Address is null)
        {
            throw new ApiFault(400, 50411, "An Identity or a MessagingBinding.Address is required");
        }

        return created.Address is null || created.Address != created.ProxyAddress
            ? created
            : throw new ApiFault(400, 50409, "MessagingBinding.Address and MessagingBinding.ProxyAddress are the same");
    }

    public StoredParticipant With(Dictionary<string, string> form) => With(form, ToText(DateTimeOffset.UtcNow));

    public JObject ToJson()
    {
        var json = new JObject { ["account_sid"] = Conversation.AccountSid };
        if (Conversation.ServiceSid is { } service)
        {
            json["chat_service_sid"] = service;
        }

        json["conversation_sid"] = Conversation.Sid;
        json["sid"] = Sid;
        json["identity"] = Identity;
        json["attributes"] = Attributes;
        json["messaging_binding"] = Binding();
        json["role_sid"] = RoleSid;
        json["date_created"] = DateCreated;
        json["date_updated"] = DateUpdated;
        json["url"] = $"{Conversation.Address}/Participants/{Sid}";
        json["last_read_message_index"] = LastReadMessageIndex;
        json["last_read_timestamp"] = LastReadTimestamp;
        return json;
    }

    private StoredParticipant With(Dictionary<string, string> form, string now)
    {
        return this with
        {
            Identity = Text("Identity", Identity),
            ProxyAddress = Removable("MessagingBinding.ProxyAddress", ProxyAddress),
            ProjectedAddress = Removable("MessagingBinding.ProjectedAddress", ProjectedAddress),
            Attributes = CheckedAttributes(Text("Attributes", Attributes)!),
            RoleSid = Text("RoleSid", RoleSid),
            DateCreated = CheckedDate(Text("DateCreated", DateCreated)!),
            DateUpdated = CheckedDate(Text("DateUpdated", now)!),
            LastReadMessageIndex = CheckedIndex(Removable("LastReadMessageIndex", LastReadMessageIndex?.ToString(CultureInfo.InvariantCulture))),
            LastReadTimestamp = Text("LastReadTimestamp", LastReadTimestamp),
        };

        string? Text(string field, string? otherwise) => form.TryGetValue(field, out var text) ? text : otherwise;

        string? Removable(string field, string? otherwise) => Text(field, otherwise) is { } text and not "null" ? text : null;
    }

    private JObject? Binding()
    {
        if ((Address ?? ProxyAddress ?? ProjectedAddress) is null)
        {
            return null;
        }

        var binding = new JObject { ["type"] = Address?.Split(':') is [var channel, _] ? channel : "sms" };
        AddIfSet("address", Address);
        AddIfSet("proxy_address", ProxyAddress);
        AddIfSet("projected_address", ProjectedAddress);
        return binding;

        void AddIfSet(string name, string? value)
        {
            if (value is not null)
            {
                binding[name] = value;
            }
        }
    }

    private static string CheckedAttributes(string json)
    {
        try
        {
            JToken.Parse(json);
        }
        catch (JsonReaderException)
        {
            throw new ApiFault(400, 20001, "Attributes must be valid JSON");
        }

        return System.Text.Encoding.UTF8.GetByteCount(json) <= MaximumAttributeBytes
            ? json
            : throw new ApiFault(400, 20001, $"Attributes must be at most {MaximumAttributeBytes} bytes");
    }

    private static string CheckedDate(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? ToText(date)
            : throw new ApiFault(400, 20001, "DateCreated and DateUpdated must be dates");

    private static int? CheckedIndex(string? text) =>
        text is null ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index) ? index
        : throw new ApiFault(400, 20001, "LastReadMessageIndex must be a number");

    private static string ToText(DateTimeOffset date) => date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
