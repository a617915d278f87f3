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

    /// <summary>A resource with the properties that the OpenAPI document says.</summary>
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
                "chat_service_sid" => ServiceSid ?? ResourceStore.DefaultServiceSid,
                "url" => AddressOf(resource.Path),
                "links" => new JObject(resource.Type.Children.Select(child => new JProperty(child.ItemsField, $"{AddressOf(resource.Path)}/{child.Collection}"))),
                var name => resource.Parent?.WithParents().FirstOrDefault(parent => parent.Type.SidProperty == name)?.Sid ?? resource.Type.Rules.Compute(resource, name) ?? resource.Fields[name] ?? property.Default,
            };
        }

        return json;
    }
}
