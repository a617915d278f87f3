using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>The initial content of a store: by collection, the forms that create its resources, each with the resources that belong to it inside.</summary>
internal static class SeedFile
{
    private const string ServicesName = "Services";
    private const string SidName = "Sid";

    /// <exception cref="InvalidDataException">Something in it cannot be created; the message says where and why.</exception>
    public static void Apply(JObject seed, ResourceStore store)
    {
        Create(seed, store, store.Service(null)!, parent: null, "");
        if (seed[ServicesName] is not { } services)
        {
            return;
        }

        foreach (var service in (services as JObject ?? throw new InvalidDataException($"{ServicesName} must be an object of services by their SIDs.")).Properties())
        {
            var place = $"{ServicesName}.{service.Name}";
            if (!Sid.Matches(service.Name, "IS"))
            {
                throw new InvalidDataException($"{place} must be a SID, IS and 32 hexadecimal digits.");
            }

            store.AddService(service.Name);
            Create(ObjectAt(service.Value, place), store, store.Service(service.Name)!, parent: null, $"{place}.");
        }
    }

    private static void Create(JObject json, ResourceStore store, ResourceOwner owner, ResourceType? parent, string place)
    {
        foreach (var property in json.Properties())
        {
            if (parent is null && property.Name == ServicesName)
            {
                continue;
            }

            if (TypeOf(property.Name, parent) is { } type)
            {
                CreateAll(property.Value, store, owner, type, $"{place}{property.Name}");
            }
            else if (parent is null)
            {
                throw new InvalidDataException($"{place}{property.Name}: there is no such collection.");
            }
        }
    }

    private static void CreateAll(JToken items, ResourceStore store, ResourceOwner owner, ResourceType type, string place)
    {
        if (items is not JArray array)
        {
            throw new InvalidDataException($"{place} must be an array.");
        }

        for (var i = 0; i < array.Count; i++)
        {
            var at = $"{place}[{i}]";
            var item = ObjectAt(array[i], at);
            try
            {
                var created = store.Create(type, owner, FormOf(item, type, at), SidOf(item, type, owner, at));
                Create(item, store, created, type, $"{at}.");
            }
            catch (ApiFault fault)
            {
                throw new InvalidDataException($"{at}: {fault.Message}", fault);
            }
        }
    }

    private static string? SidOf(JObject item, ResourceType type, ResourceOwner owner, string place) => item[SidName] switch
    {
        null => null,
        JValue { Value: string sid } when type.IsSid(sid) && owner.List(type).Find(sid, orByKey: false) is null => sid,
        _ => throw new InvalidDataException($"{place}.{SidName} must be a SID of a new resource in {type.Collection}."),
    };

    private static Dictionary<string, IReadOnlyList<string>> FormOf(JObject item, ResourceType type, string place)
    {
        var form = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var field in item.Properties().Where(field => field.Name != SidName && field.Value.Type != JTokenType.Null && TypeOf(field.Name, type) is null))
        {
            if (!type.Create!.Form.ContainsKey(field.Name))
            {
                throw new InvalidDataException($"{place}.{field.Name}: a create in {type.Collection} has no such field. It has {string.Join(", ", type.Create.Form.Keys)}.");
            }

            form[field.Name] = field.Value is JArray values ? [.. values.Select(TextOf)] : [TextOf(field.Value)];
        }

        return form;
    }

    /// <summary>The type of a collection's resources if a form can create them; null otherwise.</summary>
    private static ResourceType? TypeOf(string collection, ResourceType? parent) => OpenApiDocument.Instance.Types
        .FirstOrDefault(type => type.Parent == parent && type.Collection == collection && type is { Create: not null, IsSingleton: false, IsOfAccount: false });

    private static JObject ObjectAt(JToken token, string place) => token as JObject ?? throw new InvalidDataException($"{place} must be an object.");

    // A form has only text; other JSON, such as attributes, goes in as its JSON text.
    private static string TextOf(JToken value) => value switch
    {
        JValue { Type: JTokenType.String } text => (string)text!,
        JValue { Type: JTokenType.Boolean } flag => (bool)flag ? "true" : "false",
        _ => value.ToString(Newtonsoft.Json.Formatting.None),
    };
}
