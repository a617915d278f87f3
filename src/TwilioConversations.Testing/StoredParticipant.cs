using System.Globalization;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>A participant as the store holds it, and the rules for its fields; changing one makes another.</summary>
internal sealed partial record StoredParticipant(StoredConversation Conversation, long Number, string Sid)
{
    private const string AddressField = "MessagingBinding.Address";
    private const string ProxyField = "MessagingBinding.ProxyAddress";
    private const string ProjectedField = "MessagingBinding.ProjectedAddress";
    private const string FallbackField = "MessagingBinding.ProxyAddressFallback";
    private const string Removal = "null";
    private const string DateRule = "a date and time such as 2026-01-02T03:04:05Z";
    private const int MaximumAttributeBytes = 4096;
    private const int MaximumLength = 256;

    // As RFC 3339 has it: the offset is not optional.
    private static readonly string[] DateFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    public string? Identity { get; private init; }

    public string? Address { get; private init; }

    public string? ProxyAddress { get; private init; }

    public string? ProjectedAddress { get; private init; }

    /// <summary>Whether it takes part in a group MMS, where the conversation is one: a chat user behind a number, or a number without one.</summary>
    public bool IsInGroup => ProjectedAddress is not null || (Address is not null && ProxyAddress is null);

    private string Attributes { get; init; } = "{}";

    private string? RoleSid { get; init; }

    private string DateCreated { get; init; } = "";

    private string DateUpdated { get; init; } = "";

    private int? LastReadMessageIndex { get; init; }

    private string? LastReadTimestamp { get; init; }

    public static StoredParticipant Create(StoredConversation conversation, long number, IReadOnlyDictionary<string, string> form)
    {
        var (address, proxy, projected) = (form.GetValueOrDefault(AddressField), form.GetValueOrDefault(ProxyField), form.GetValueOrDefault(ProjectedField));
        RefuseIf(form.ContainsKey("MessagingBinding.Name") || form.ContainsKey("MessagingBinding.Level"), 50420, "The binding does not support all of its parameters");
        CheckBinding(address, proxy);
        CheckProjected(projected);
        if (form.TryGetValue(FallbackField, out var fallback))
        {
            // Where RCS does not reach the address, the fallback's channel carries the participant.
            (address, proxy) = (address?.Split(':')[^1], fallback);
            CheckBinding(address, proxy);
        }

        if (form.GetValueOrDefault("Identity") is null && address is null)
        {
            throw new ApiFault(400, 50411, "An Identity or a MessagingBinding.Address is required");
        }

        var now = ToText(DateTimeOffset.UtcNow);
        return new StoredParticipant(conversation, number, $"MB{Guid.NewGuid():N}")
        {
            Address = address,
            ProxyAddress = proxy,
            ProjectedAddress = projected,
            DateCreated = now,
        }.WithFields(form, now);
    }

    public StoredParticipant With(IReadOnlyDictionary<string, string> form)
    {
        if (form.TryGetValue(ProxyField, out var proxy))
        {
            RefuseIf(proxy == Removal && ProxyAddress is null, 50440, "Failed to remove the proxy address");
            RefuseIf(proxy != Removal && (Address is null || proxy == ProxyAddress), 50441, "Failed to add a proxy address");
        }

        if (form.TryGetValue(ProjectedField, out var projected))
        {
            RefuseIf(projected == Removal && ProjectedAddress is null, 50442, "Failed to remove the projected address");
            RefuseIf(projected != Removal && Address is not null, 50443, "Failed to add a projected address");
        }

        // Whoever is there has an identity or an address already.
        RefuseIf(form.ContainsKey("Identity"), 50444, "Failed to add an identity");
        var proxyAddress = proxy is null ? ProxyAddress : OrRemoved(proxy);
        var projectedAddress = projected is null ? ProjectedAddress : OrRemoved(projected);
        CheckBinding(Address, proxyAddress);
        CheckProjected(projectedAddress);
        return (this with
        {
            ProxyAddress = proxyAddress,
            ProjectedAddress = projectedAddress,
        }).WithFields(form, ToText(DateTimeOffset.UtcNow));
    }

    public JObject ToJson(string origin)
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
        json["url"] = $"{origin}/v1{Conversation.Path}/Participants/{Sid}";
        json["last_read_message_index"] = LastReadMessageIndex;
        json["last_read_timestamp"] = LastReadTimestamp;
        return json;
    }

    /// <summary>Refuses what cannot be bound to each other, as it would be stored.</summary>
    private static void CheckBinding(string? address, string? proxy)
    {
        RefuseIf(address is "" || (address is null && proxy is not null), 50411, "The address is empty");
        RefuseIf(proxy is "", 50412, "The proxy address is empty");
        RefuseIf(address is not null && !IsAddress(address), 50407, "Invalid messaging binding address");
        RefuseIf(proxy is not null && !IsAddress(proxy), 50408, "Invalid proxy address");
        RefuseIf(address is not null && address == proxy, 50409, "The address equals the proxy address");
        RefuseIf(address is not null && proxy is not null && Channel(address) != Channel(proxy), 50414, "Address and proxy address are of different channels");
    }

    // In a group MMS there are phone numbers alone.
    private static void CheckProjected(string? projected) => RefuseIf(projected is not null && !PhoneNumber().IsMatch(projected), 50407, "Invalid projected address");

    private StoredParticipant WithFields(IReadOnlyDictionary<string, string> form, string now)
    {
        return this with
        {
            Identity = Checked("Identity", Identity, text => text.Length is > 0 and <= MaximumLength && !text.Contains('\0', StringComparison.Ordinal), $"1 to {MaximumLength} characters, none of them U+0000"),
            Attributes = Checked("Attributes", Attributes, IsJson, $"JSON of at most {MaximumAttributeBytes} bytes")!,
            RoleSid = Checked("RoleSid", RoleSid, text => TwilioConversations.Sid.Matches(text, "RL"), "a SID of a role"),
            DateCreated = ToText(ParseDate(Checked("DateCreated", DateCreated, IsDate, DateRule)!)),
            DateUpdated = ToText(ParseDate(Checked("DateUpdated", now, IsDate, DateRule)!)),
            LastReadMessageIndex = Checked("LastReadMessageIndex", null, text => text == Removal || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _), "a number of at least 0") switch
            {
                null => LastReadMessageIndex,
                Removal => null,
                var text => int.Parse(text, CultureInfo.InvariantCulture),
            },
            LastReadTimestamp = Checked("LastReadTimestamp", LastReadTimestamp, IsDate, DateRule),
        };

        string? Checked(string field, string? otherwise, Func<string, bool> isRight, string rule) =>
            !form.TryGetValue(field, out var text) ? otherwise : isRight(text) ? text : throw ApiFault.Invalid($"{field} must be {rule}");
    }

    private JObject? Binding()
    {
        if ((Address ?? ProxyAddress ?? ProjectedAddress) is null)
        {
            return null;
        }

        var binding = new JObject { ["type"] = Address is null ? "sms" : Channel(Address) };
        foreach (var (name, value) in new[] { ("address", Address), ("proxy_address", ProxyAddress), ("projected_address", ProjectedAddress) })
        {
            if (value is not null)
            {
                binding[name] = value;
            }
        }

        return binding;
    }

    private static void RefuseIf(bool wrong, int code, string message)
    {
        if (wrong)
        {
            throw new ApiFault(400, code, message);
        }
    }

    private static string? OrRemoved(string text) => text == Removal ? null : text;

    private static bool IsAddress(string text) => text.Length <= MaximumLength && AddressShape().IsMatch(text);

    private static string Channel(string address) => address.Split(':') is [var channel, _] ? channel : "sms";

    private static bool IsJson(string text)
    {
        try
        {
            System.Text.Json.JsonDocument.Parse(text).Dispose();
            return System.Text.Encoding.UTF8.GetByteCount(text) <= MaximumAttributeBytes;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }

    private static bool IsDate(string text) => DateTimeOffset.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    private static DateTimeOffset ParseDate(string text) => DateTimeOffset.ParseExact(text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static string ToText(DateTimeOffset date) => date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A\+[0-9]{1,15}\z")]
    private static partial Regex PhoneNumber();

    [GeneratedRegex(@"\A(\+[0-9]{1,15}|[a-z]+:\S+)\z")]
    private static partial Regex AddressShape();
}
