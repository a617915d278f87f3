using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>The addresses of a participant.</summary>
internal sealed partial record ParticipantBinding(string? Address, string? Proxy, string? Projected)
{
    /// <summary>
    /// True if it is a member of the group if the conversation is a group MMS: one with a projected address, or an address without a proxy
    /// address.
    /// </summary>
    public bool IsInGroup => Projected is not null || (Address is not null && Proxy is null);

    /// <summary>True if no other participant of the account may have the same addresses.</summary>
    public bool IsUnique => Address is not null && Proxy is not null;

    public static bool IsPhoneNumber(string address) => PhoneNumber().IsMatch(address);

    public static string Channel(string address) => address.Split(':') is [var channel, _] ? channel : "sms";

    /// <summary>True if it keeps another participant from having the same addresses.</summary>
    public bool Binds(ParticipantBinding other) => IsUnique && (Address, Proxy) == (other.Address, other.Proxy);

    public JObject? ToJson()
    {
        if ((Address ?? Proxy ?? Projected) is null)
        {
            return null;
        }

        var binding = new JObject { ["type"] = Address is null ? "sms" : Channel(Address) };
        foreach (var (name, value) in new[] { ("address", Address), ("proxy_address", Proxy), ("projected_address", Projected) })
        {
            if (value is not null)
            {
                binding[name] = value;
            }
        }

        return binding;
    }

    [GeneratedRegex(@"\A\+[0-9]{1,15}\z")]
    private static partial Regex PhoneNumber();
}
