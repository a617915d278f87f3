using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>A request with the service that it names, and how resources look in its response.</summary>
internal sealed class ApiCall(ReceivedRequest received)
{
    public ReceivedRequest Received => received;

    public string? ServiceSid => received.Content.ServiceSid;

    /// <summary>The path of the service; empty for the default one.</summary>
    public string ServicePath { get; } = received.Content.ServiceSid is { } service ? $"/Services/{service}" : "";

    public string AddressOf(string path) => $"{received.Origin}/v1{ServicePath}{path}";

    /// <summary>A resource as JSON, with the properties of the OpenAPI document.</summary>
    public JObject ToJson(Resource resource)
    {
        var json = new JObject();
        foreach (var property in resource.Type.Properties)
        {
            // A resource below a conversation shows the service only to a request that names one.
            if (property.Name == "chat_service_sid" && ServiceSid is null && !property.IsRequired)
            {
                continue;
            }

            json[property.Name] = property.Name switch
            {
                "sid" => resource.Sid,
                "account_sid" => ConversationsEmulator.AccountSid,
                "chat_service_sid" => resource.Service.ServiceSid,
                "url" => AddressOf(resource.Path),
                "links" => new JObject(resource.Type.Rules.Links(resource).Select(link => new JProperty(link.Name, AddressOf(link.Path)))),
                var name => SidOfParent(resource, name) ?? resource.Type.Rules.Compute(resource, name) ?? resource.Fields[name] ?? property.Default,
            };
        }

        return json;
    }

    /// <summary>The SID of the parent that a property names, such as <c>conversation_sid</c>; null for any other property.</summary>
    private static string? SidOfParent(Resource resource, string property)
    {
        var parent = property.EndsWith("_sid", StringComparison.Ordinal) ? resource.Parent : null;
        while (parent is not null && parent.Type.SidProperty != property)
        {
            parent = parent.Parent;
        }

        return parent?.Sid;
    }
}
