using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>The rules of a push binding, which no request creates.</summary>
internal sealed class BindingRules : ResourceRules
{
    public static JObject Fields(string identity, string type) => new()
    {
        ["identity"] = identity,
        ["binding_type"] = type,
        ["endpoint"] = $"{identity}-{type}",
        ["message_types"] = new JArray("new_message", "added_to_conversation", "removed_from_conversation"),
    };

    public override Func<Resource, bool> Filter(ReceivedRequest request)
    {
        var (types, identities) = (request.Query.GetValueOrDefault("BindingType"), request.Query.GetValueOrDefault("Identity"));
        return binding => types?.Contains((string)binding.Fields["binding_type"]!, StringComparer.OrdinalIgnoreCase) != false
            && identities?.Contains((string)binding.Fields["identity"]!) != false;
    }
}
