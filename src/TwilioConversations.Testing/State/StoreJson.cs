using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>The whole store as JSON, and back.</summary>
internal static class StoreJson
{
    private const int Version = 1;

    public static JObject Write(ResourceStore store) => new()
    {
        ["version"] = Version,
        ["account"] = Write(store.Account),
        ["media"] = store.Media.Write(),
        ["services"] = new JObject(store.ServiceOwners.Select(service => new JProperty(service.Key, Write(service.Value)))),
    };

    /// <summary>Replaces what the store holds.</summary>
    /// <exception cref="InvalidDataException">The JSON is not what <see cref="Write(ResourceStore)"/> writes.</exception>
    public static void Read(JObject json, ResourceStore store)
    {
        if ((int?)json["version"] != Version)
        {
            throw new InvalidDataException($"This is not a state of version {Version}.");
        }

        try
        {
            var account = new ResourceOwner();
            Read((JObject)json["account"]!, account);
            var services = new List<ResourceOwner>();
            foreach (var service in ((JObject)json["services"]!).Properties())
            {
                services.Add(new ResourceOwner { ServiceSid = service.Name });
                Read((JObject)service.Value, services[^1]);
            }

            store.Restore(account, services);
            store.Media.Read((JArray?)json["media"]);
        }
        catch (Exception e) when (
            e is InvalidCastException or NullReferenceException or ArgumentException or KeyNotFoundException or FormatException
                or Newtonsoft.Json.JsonException)
        {
            throw new InvalidDataException("This is not a state that an emulator has written.", e);
        }
    }

    private static JObject Write(ResourceOwner owner) => new(owner.Lists.Select(list => new JProperty(list.Key.Path, new JObject
    {
        // No number is used twice, so that the index of a deleted message is not either.
        ["lastNumber"] = list.Value.NextNumber - 1,
        ["resources"] = new JArray(list.Value.All.Select(Write)),
    })));

    private static JObject Write(Resource resource)
    {
        var json = new JObject { ["sid"] = resource.Sid, ["number"] = resource.Number, ["fields"] = resource.Fields.DeepClone() };
        if (resource.Details is { } details)
        {
            json["details"] = JToken.FromObject(details);
        }

        if (resource.Lists.Count > 0)
        {
            json["lists"] = Write((ResourceOwner)resource);
        }

        return json;
    }

    private static void Read(JObject json, ResourceOwner owner)
    {
        foreach (var property in json.Properties())
        {
            var type = OpenApiDocument.Instance.Type(property.Name);
            var list = owner.List(type);
            foreach (var item in property.Value["resources"]!.Cast<JObject>())
            {
                var details = type.Rules.DetailsType is { } detailsType ? item["details"]?.ToObject(detailsType) : null;
                var resource = new Resource(type, owner, (long)item["number"]!, (string)item["sid"]!)
                {
                    Fields = (JObject)item["fields"]!.DeepClone(),
                    Details = details,
                };
                list.Add(resource);
                if (item["lists"] is JObject lists)
                {
                    Read(lists, resource);
                }
            }

            list.ContinueAfter((long)property.Value["lastNumber"]!);
        }
    }
}
