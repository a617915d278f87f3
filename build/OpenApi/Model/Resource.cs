namespace OpenApi;

/// <summary>A tag of the document: one class of operations.</summary>
public sealed class Resource
{
    private readonly List<(string Client, string Property)> _places = [];
    private readonly List<Place> _owners = [];

    public Resource(string tag, IReadOnlyList<Operation> operations)
    {
        (Tag, Operations) = (tag, operations);
        Key = operations.Where(operation => operation is { Method: "get", Item.KeyField: not null, Result: not null })
            .Select(operation => new Key(operation.Result!, operation.Item!.KeyField!, operation.Item.Node.Text("x-sid-prefix") ?? ""))
            .FirstOrDefault();
    }

    public string Tag { get; }

    public IReadOnlyList<Operation> Operations { get; }

    public Key? Key { get; }

    public string Api => $"{Tag}Api";

    /// <summary>The resource in words.</summary>
    public string Text => Words.Spaced(Tag);

    public bool IsInDefault => Operations.Any(operation => !operation.IsInService);

    public bool IsInService => Operations.Any(operation => operation.IsInService);

    /// <summary>The clients that lead to it, and the property that does.</summary>
    public IReadOnlyList<(string Client, string Property)> Places => _places;

    /// <summary>The resource that owns it; null for one at the top.</summary>
    public Place? Owner { get; private set; }

    /// <summary>The owners that no resource before it has.</summary>
    public IReadOnlyList<Place> NewOwners => _owners;

    public Operation? TwinOf(Operation operation) => Operations.FirstOrDefault(operation.IsTwinOf);

    /// <summary>True if the bound class has a method of it: of twins, the one in the default scope.</summary>
    public bool IsBound(Operation operation) => !operation.IsInService || TwinOf(operation) is null;

    /// <summary>Finds the way to it, through owners that other resources may have too.</summary>
    public void Link(Dictionary<string, Place> known)
    {
        var clients = new List<string>();
        if (IsInDefault)
        {
            clients.Add("ConversationsClient");
        }

        if (IsInService)
        {
            clients.Add("ChatServiceScope");
        }

        Place? owner = null;
        var first = Operations[0];
        foreach (var (literal, name) in first.Path.Owners)
        {
            var parameter = first.PathParameters.First(candidate => candidate.Name == name);
            var place = new Place(literal, parameter, owner);
            if (!known.TryGetValue(place.Client, out owner))
            {
                known.Add(place.Client, owner = place);
                _owners.Add(place);
            }

            foreach (var client in clients)
            {
                owner.AddWay(client, this);
            }

            clients = [owner.Client];
        }

        Owner = owner;
        _places.AddRange(clients.Select(client => (client, PropertyIn(owner))));
    }

    /// <summary>True if the owner of other resources is one of these.</summary>
    public bool IsNamedBy(Place place) =>
        Key is not null && Owner == place.Owner && Operations.Any(operation => operation.Item is not null && operation.Path.Tail.StartsWith($"{place.Literal}/{{", StringComparison.Ordinal));

    /// <summary>Finds the type that names the resource in each operation: its own, or that of the owner of others whose parameter it has.</summary>
    public void LinkKeys(IReadOnlyList<Place> places)
    {
        foreach (var operation in Operations.Where(operation => operation.Item is not null))
        {
            operation.Key = Key ?? places.FirstOrDefault(place => place.Parameter.Name == operation.Item!.Name)?.Key;
        }
    }

    /// <summary>
    /// The tag without the name of its owner. One that only a service has may begin with Service, if another tag has the name without it.
    /// </summary>
    private string PropertyIn(Place? owner)
    {
        var name = Tag;
        if (!IsInDefault && name.StartsWith("Service", StringComparison.Ordinal))
        {
            name = name["Service".Length..];
        }

        return owner is not null && name.StartsWith(owner.Name, StringComparison.Ordinal) ? name[owner.Name.Length..] : name;
    }
}
