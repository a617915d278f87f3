using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>
/// The initial content of a store: by collection, the forms that create its resources, each with the resources that belong to it inside; and
/// the settings of the account and of services, in <c>Configuration</c>.
/// </summary>
internal sealed class SeedFile(ResourceStore store)
{
    private const string ServicesName = "Services";
    private const string ConfigurationName = "Configuration";
    private const string ConversationName = "Conversation";
    private const string SidName = "Sid";

    // What users have read can only be set once everything else exists.
    private readonly List<(Resource User, JToken Conversations, string Place)> _userConversations = [];

    /// <exception cref="InvalidDataException">Something in it cannot be created; the message has the place and the reason.</exception>
    public void Apply(JObject seed)
    {
        Create(seed, store.Service(null)!, parent: null, "");
        if (seed[ServicesName] is { } services)
        {
            foreach (var service in ObjectAt(services, ServicesName).Properties())
            {
                var place = $"{ServicesName}.{service.Name}";
                if (!Sid.Matches(service.Name, "IS"))
                {
                    throw new InvalidDataException($"{place} must be a SID, IS and 32 hexadecimal digits.");
                }

                store.AddService(service.Name);
                var json = ObjectAt(service.Value, place);
                var owner = store.Service(service.Name)!;
                Create(json, owner, parent: null, $"{place}.");
                Configure(json, owner, $"{place}.{ConfigurationName}", isAccount: false);
            }
        }

        Configure(seed, store.Account, ConfigurationName, isAccount: true);
        foreach (var (user, conversations, place) in _userConversations)
        {
            UpdateConversations(user, conversations, place);
        }
    }

    private void Create(JObject json, ResourceOwner owner, ResourceType? parent, string place)
    {
        foreach (var property in json.Properties().Where(property => parent is not null || property.Name is not (ServicesName or ConfigurationName)))
        {
            var at = $"{place}{property.Name}";
            if (IsUserConversations(property.Name, parent))
            {
                _userConversations.Add(((Resource)owner, property.Value, at));
            }
            else if (TypeOf(property.Name, parent) is { } type)
            {
                CreateAll(property.Value, type.IsOfAccount ? store.Account : owner, type, at);
            }
            else if (parent is null)
            {
                throw new InvalidDataException($"{at}: there is no such collection.");
            }
        }
    }

    private void CreateAll(JToken items, ResourceOwner owner, ResourceType type, string place) => ForEach(items, place, (item, at) =>
    {
        var form = FormOf(item, type.Create!, at, name => name == SidName || TypeOf(name, type) is not null || IsUserConversations(name, type));
        var created = store.Create(type, owner, form, SidOf(item, type, owner, at));
        Create(item, created, type, $"{at}.");
    });

    /// <summary>
    /// Applies the settings of the account or of a service, with those of webhooks and notifications and the addresses of the account inside.
    /// </summary>
    private void Configure(JObject seed, ResourceOwner owner, string place, bool isAccount)
    {
        if (seed[ConfigurationName] is not { } settings)
        {
            return;
        }

        var json = ObjectAt(settings, place);
        var parts = new Dictionary<string, ResourceType> { ["Webhooks"] = OpenApiDocument.Instance.Type("Configuration/Webhooks") };
        if (!isAccount)
        {
            parts["Notifications"] = OpenApiDocument.Instance.Type("Configuration/Notifications");
        }

        var own = isAccount ? ResourceStore.Configuration : ResourceStore.ServiceConfiguration;
        Update(own, json, place, name => parts.ContainsKey(name) || (isAccount && name == "Addresses"));
        foreach (var (name, type) in parts.Where(part => json[part.Key] is not null))
        {
            Update(type, ObjectAt(json[name]!, $"{place}.{name}"), $"{place}.{name}", _ => false);
        }

        if (isAccount && json["Addresses"] is { } addresses)
        {
            CreateAll(addresses, owner, ResourceStore.Addresses, $"{place}.Addresses");
        }

        void Update(ResourceType type, JObject part, string at, Func<string, bool> isOther)
        {
            if (FormOf(part, type.Create!, at, isOther) is { Count: > 0 } form)
            {
                Checked(at, () => store.Update(store.Singleton(type, owner), owner, form));
            }
        }
    }

    private void UpdateConversations(Resource user, JToken conversations, string place) => ForEach(conversations, place, (item, at) =>
    {
        var type = OpenApiDocument.Instance.Type("Users/Conversations");
        var name = (string?)item[ConversationName] ?? throw new InvalidDataException($"{at}.{ConversationName} is required.");
        var found = type.Rules.Find(store, user, type, name, orByKey: true)
            ?? throw new InvalidDataException($"{at}.{ConversationName}: the user takes no part in {name}.");
        store.Update(found, user, FormOf(item, type.Update!, at, field => field == ConversationName));
    });

    private static void ForEach(JToken items, string place, Action<JObject, string> apply)
    {
        if (items is not JArray array)
        {
            throw new InvalidDataException($"{place} must be an array.");
        }

        for (var i = 0; i < array.Count; i++)
        {
            var at = $"{place}[{i}]";
            var item = ObjectAt(array[i], at);
            Checked(at, () => apply(item, at));
        }
    }

    private static void Checked(string place, Action apply)
    {
        try
        {
            apply();
        }
        catch (ApiFault fault)
        {
            throw new InvalidDataException($"{place}: {fault.Message}", fault);
        }
    }

    private static string? SidOf(JObject item, ResourceType type, ResourceOwner owner, string place) => item[SidName] switch
    {
        null => null,
        JValue { Value: string sid } when type.IsSid(sid) && owner.List(type).Find(sid, orByKey: false) is null => sid,
        _ => throw new InvalidDataException($"{place}.{SidName} must be a SID of a new resource in {type.Collection}."),
    };

    private static Dictionary<string, IReadOnlyList<string>> FormOf(JObject item, ApiOperation operation, string place, Func<string, bool> isOther)
    {
        var form = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var field in item.Properties().Where(field => field.Value.Type != JTokenType.Null && !isOther(field.Name)))
        {
            if (!operation.Form.ContainsKey(field.Name))
            {
                throw new InvalidDataException($"{place}.{field.Name}: there is no such field. There are {string.Join(", ", operation.Form.Keys)}.");
            }

            form[field.Name] = field.Value is JArray values ? [.. values.Select(TextOf)] : [TextOf(field.Value)];
        }

        return form;
    }

    private static bool IsUserConversations(string collection, ResourceType? parent) => parent == ResourceStore.Users && collection == "Conversations";

    /// <summary>The type of a collection's resources if a form can create them; null otherwise.</summary>
    private static ResourceType? TypeOf(string collection, ResourceType? parent) => OpenApiDocument.Instance.Types
        .FirstOrDefault(type => type.Parent == parent && type.Collection == collection && type.Path is not ServicesName
            && type is { Create: not null, IsSingleton: false });

    private static JObject ObjectAt(JToken token, string place) => token as JObject ?? throw new InvalidDataException($"{place} must be an object.");

    // A form has only text; other JSON, such as attributes, goes in as its JSON text.
    private static string TextOf(JToken value) => value switch
    {
        JValue { Type: JTokenType.String } text => (string)text!,
        JValue { Type: JTokenType.Boolean } flag => (bool)flag ? "true" : "false",
        _ => value.ToString(Newtonsoft.Json.Formatting.None),
    };
}
