using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>Whatever holds lists of resources: a service, or a resource.</summary>
internal class ResourceOwner
{
    private readonly Dictionary<ResourceType, ResourceList> _lists = [];

    /// <summary>The SID of a service; null for what is none.</summary>
    public string? ServiceSid { get; init; }

    /// <summary>The service that it is, or is part of; the account for what belongs to no service.</summary>
    public virtual ResourceOwner Service => this;

    /// <summary>The lists that were asked for so far.</summary>
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
    public ResourceType Type => type;

    /// <summary>The resource that it belongs to; null for one that belongs to the service itself.</summary>
    public Resource? Parent => owner as Resource;

    public override ResourceOwner Service => owner.Service;

    /// <summary>Its place in its list, from 1: a later one has a higher number, and no number comes back.</summary>
    public long Number => number;

    public string Sid => sid;

    /// <summary>What the form gave it and the rules made of it, by the names of the response.</summary>
    public JObject Fields { get; set; } = [];

    /// <summary>What its rules remember of it beside the fields.</summary>
    public object? Details { get; set; }

    /// <summary>Its path without the service.</summary>
    public string Path => $"{Parent?.Path}/{type.Collection}{(type.IsSingleton ? "" : $"/{sid}")}";

    /// <summary>The resource and all that it is part of, itself first.</summary>
    public IEnumerable<Resource> WithParents()
    {
        for (var resource = this; resource is not null; resource = resource.Parent)
        {
            yield return resource;
        }
    }
}
