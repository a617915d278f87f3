using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>A request with the service that it names, and how resources look in its response.</summary>
internal sealed class ApiCall
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly string _address;
    private readonly string _accountSid;

    public ApiCall(ReceivedRequest received, string accountSid)
    {
        (Received, _accountSid) = (received, accountSid);
        ServicePath = ServiceSid is { } service ? $"/Services/{service}" : "";
        _address = $"{received.Origin}/v1{ServicePath}";
    }

    public ReceivedRequest Received { get; }

    public string? ServiceSid => Received.Content.ServiceSid;

    /// <summary>The path of the service; empty for the default one.</summary>
    public string ServicePath { get; }

    public string AddressOf(string path) => _address + path;

    /// <summary>A resource as JSON, with the properties of the OpenAPI document.</summary>
    public byte[] ToJson(Resource resource) => resource.Render(_address, Render);

    /// <summary>JSON that <paramref name="write"/> writes.</summary>
    public static ReadOnlyMemory<byte> Json(Action<Utf8JsonWriter> write, int size = 1024)
    {
        var buffer = new ArrayBufferWriter<byte>(size);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            write(writer);
        }

        return buffer.WrittenMemory;
    }

    private byte[] Render(Resource resource) => Json(json =>
    {
        json.WriteStartObject();
        foreach (var property in resource.Type.Properties)
        {
            // A resource below a conversation shows the service only to a request that names one.
            if ((property.Name != "chat_service_sid" || ServiceSid is not null || property.IsRequired) && resource.Type.Rules.Shows(property.Name, ServiceSid))
            {
                json.WritePropertyName(property.Name);
                Write(json, resource, property);
            }
        }

        json.WriteEndObject();
    }).ToArray();

    private void Write(Utf8JsonWriter json, Resource resource, ResourceType.Property property)
    {
        switch (property.Name)
        {
            case "sid":
                json.WriteStringValue(resource.Sid);
                break;
            case "account_sid":
                json.WriteStringValue(_accountSid);
                break;
            case "chat_service_sid":
                json.WriteStringValue(resource.Service.ServiceSid);
                break;
            case "url":
                json.WriteStringValue(AddressOf(resource.Path));
                break;
            case "links":
                json.WriteStartObject();
                foreach (var (name, path) in resource.Type.Rules.Links(resource))
                {
                    json.WriteString(name, AddressOf(path));
                }

                json.WriteEndObject();
                break;
            case var name when SidOfParent(resource, name) is { } sid:
                json.WriteStringValue(sid);
                break;
            case var name:
                Write(json, resource.Type.Rules.Compute(resource, name) ?? resource.Fields[name] ?? property.Default);
                break;
        }
    }

    private static void Write(Utf8JsonWriter json, JToken? token)
    {
        switch (token)
        {
            case JObject inner:
                json.WriteStartObject();
                foreach (var (name, value) in inner)
                {
                    json.WritePropertyName(name);
                    Write(json, value);
                }

                json.WriteEndObject();
                break;
            case JArray items:
                json.WriteStartArray();
                foreach (var item in items)
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            case JValue { Value: string text }:
                json.WriteStringValue(text);
                break;
            default:
                json.WriteRawValue(token?.ToString(Newtonsoft.Json.Formatting.None) ?? "null", skipInputValidation: true);
                break;
        }
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
