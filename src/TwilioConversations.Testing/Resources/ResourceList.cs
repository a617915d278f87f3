using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>The resources of one collection, in the order in which they were created.</summary>
internal sealed class ResourceList(string? keyField)
{
    // Numbers only rise, so that the order of creation is the order of numbers.
    private readonly List<Resource> _all = [];
    private readonly Dictionary<string, Resource> _bySid = [];
    private readonly Dictionary<string, Resource> _byKey = [];
    private long _lastNumber;

    public int Count => _all.Count;

    public IEnumerable<Resource> All => _all;

    /// <summary>The number of the next resource.</summary>
    public long NextNumber => _lastNumber + 1;

    /// <summary>The resources with this number and higher ones.</summary>
    public List<Resource> Since(long number) => _all[IndexOf(number)..];

    /// <summary>Lets the numbers go on after one that was used before.</summary>
    public void ContinueAfter(long number) => _lastNumber = Math.Max(_lastNumber, number);

    public Resource? Find(string id, bool orByKey) => _bySid.GetValueOrDefault(id) ?? (orByKey ? _byKey.GetValueOrDefault(id) : null);

    /// <summary>The resource with the same key as these fields; null if none has it, or if the fields have no key.</summary>
    public Resource? FindByKeyOf(JObject fields) => KeyOf(fields) is { } key ? _byKey.GetValueOrDefault(key) : null;

    public void Add(Resource resource)
    {
        _lastNumber = resource.Number;
        _all.Add(resource);
        _bySid[resource.Sid] = resource;
        if (KeyOf(resource.Fields) is { } key)
        {
            _byKey[key] = resource;
        }
    }

    public void Replace(Resource resource, JObject fields)
    {
        if (KeyOf(resource.Fields) is { } before)
        {
            _byKey.Remove(before);
        }

        resource.Fields = fields;
        if (KeyOf(fields) is { } after)
        {
            _byKey[after] = resource;
        }
    }

    public void Remove(Resource resource)
    {
        _all.RemoveAt(IndexOf(resource.Number));
        _bySid.Remove(resource.Sid);
        if (KeyOf(resource.Fields) is { } key)
        {
            _byKey.Remove(key);
        }
    }

    /// <summary>The place of the first resource with this number or a higher one.</summary>
    private int IndexOf(long number)
    {
        var (low, high) = (0, _all.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _all[middle].Number < number ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private string? KeyOf(JObject fields) => keyField is null ? null : (string?)fields[keyField];
}
