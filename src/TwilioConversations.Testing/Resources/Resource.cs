using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>An owner of lists of resources: the account, a service, or a resource.</summary>
internal class ResourceOwner
{
    private readonly Dictionary<ResourceType, ResourceList> _lists = [];

    /// <summary>The SID if this is a service; null otherwise.</summary>
    public string? ServiceSid { get; init; }

    /// <summary>The service that this is or belongs to; the account if it belongs to none.</summary>
    public virtual ResourceOwner Service => this;

    /// <summary>The lists that have been used so far.</summary>
    public IReadOnlyDictionary<ResourceType, ResourceList> Lists => _lists;

    public ResourceList List(ResourceType type)
    {
        if (!_lists.TryGetValue(type, out var list))
        {
            _lists[type] = list = new ResourceList(type.KeyField);
        }

        return list;
    }
}

/// <summary>A resource as the store holds it.</summary>
internal sealed class Resource(ResourceType type, ResourceOwner owner, long number, string sid) : ResourceOwner
{
    private JObject _fields = [];
    private (string Address, byte[] Json)? _rendered;

    public ResourceType Type => type;

    /// <summary>The resource that it belongs to; null for one that belongs to the service itself.</summary>
    public Resource? Parent => owner as Resource;

    public override ResourceOwner Service => owner.Service;

    /// <summary>Its place in its list, from 1. Numbers only rise, and none is used twice.</summary>
    public long Number => number;

    public string Sid => sid;

    /// <summary>Its stored fields, by their names in the response. Call <see cref="Touch"/> after a change of one of them.</summary>
    public JObject Fields
    {
        get => _fields;
        set
        {
            _fields = value;
            Touch();
        }
    }

    /// <summary>The data that its rules store besides the fields.</summary>
    public object? Details { get; set; }

    /// <summary>Its path without the service.</summary>
    public string Path => $"{Parent?.Path}/{type.Collection}{(type.IsSingleton ? "" : $"/{sid}")}";

    /// <summary>The conversation that it is or belongs to; null for none.</summary>
    public Resource? Conversation => (Parent?.Conversation ?? this) is var root && root.Type == ResourceStore.Conversations ? root : null;

    /// <summary>Its JSON for responses with addresses that begin as <paramref name="address"/> says: kept until it changes.</summary>
    public byte[] Render(string address, Func<Resource, byte[]> render)
    {
        if (_rendered is not { } rendered || rendered.Address != address)
        {
            _rendered = rendered = (address, render(this));
        }

        return rendered.Json;
    }

    /// <summary>Forgets the rendered JSON of this resource and those that it belongs to, which may show it.</summary>
    public void Touch()
    {
        _rendered = null;
        Parent?.Touch();
    }

    /// <summary>This resource, its parent, and so on up.</summary>
    public IEnumerable<Resource> WithParents()
    {
        for (var resource = this; resource is not null; resource = resource.Parent)
        {
            yield return resource;
        }
    }
}
