namespace OpenApi;

/// <summary>The OpenAPI document: its resources, operations and schemas.</summary>
public sealed class Document
{
    private const string Components = "#/components/";

    private static readonly string[] Methods = ["get", "put", "post", "patch", "delete"];

    private readonly Dictionary<MapNode, Schema> _schemas;
    private readonly Dictionary<Schema, HashSet<Resource>> _users = [];

    public Document(MapNode root)
    {
        Root = root;
        var schemas = root.Map("components")?.Map("schemas");
        Schemas = [.. from entry in schemas?.Entries ?? [] where entry.Value is MapNode select new Schema(this, entry.Name, schemas!.PlaceOf(entry.Name), (MapNode)entry.Value)];
        _schemas = Schemas.ToDictionary(schema => schema.Node);
        Operations =
        [
            .. from path in root.Map("paths")?.Entries ?? []
               let item = (MapNode)path.Value
               from operation in item.Entries
               where Methods.Contains(operation.Name)
               select new Operation(this, path.Name, item, operation.Name, item.PlaceOf(operation.Name), (MapNode)operation.Value),
        ];
        Resources = [.. Operations.GroupBy(operation => operation.Tag, (tag, operations) => new Resource(tag, [.. operations]))];
    }

    /// <summary>Finds the way to each resource, and which schemas each uses. The rules of operations must hold.</summary>
    public void Link()
    {
        var places = new Dictionary<string, Place>(StringComparer.Ordinal);
        foreach (var resource in Resources)
        {
            resource.Link(places);
            foreach (var schema in resource.Operations.SelectMany(operation => operation.Schemas))
            {
                AddUser(schema, resource);
            }
        }

        Places = [.. places.Values];
        foreach (var place in Places.Where(place => Sids.PrefixOf(place.Parameter.Schema) is null))
        {
            place.Key = Resources.FirstOrDefault(resource => resource.IsNamedBy(place))?.Key;
        }

        foreach (var resource in Resources)
        {
            resource.LinkKeys(Places);
        }
    }

    public MapNode Root { get; }

    public IReadOnlyList<Schema> Schemas { get; }

    public IReadOnlyList<Operation> Operations { get; }

    public IReadOnlyList<Resource> Resources { get; }

    public IReadOnlyList<Place> Places { get; private set; } = [];

    /// <summary>The node itself, or the target of its reference.</summary>
    public MapNode Resolve(Node node)
    {
        while (node is MapNode map && map.Text("$ref") is { } reference)
        {
            node = Target(Root, reference)!;
        }

        return (MapNode)node;
    }

    /// <summary>The target of a reference; null if there is none, or if it is not a component.</summary>
    public static Node? Target(MapNode root, string reference) => reference.StartsWith(Components, StringComparison.Ordinal)
        ? reference[2..].Split('/').Aggregate((Node?)root, (at, name) => (at as MapNode)?[name])
        : null;

    /// <summary>The component that a schema is, by a reference of its own or in an <c>allOf</c> that lets it have a description.</summary>
    public Schema? ComponentOf(MapNode? schema) => schema switch
    {
        null => null,
        _ when schema["$ref"] is not null => _schemas.GetValueOrDefault(Resolve(schema)),
        _ when schema.List("allOf") is [MapNode only] => ComponentOf(only),
        _ => null,
    };

    public Schema? ResultOf(MapNode response) => ComponentOf(response.Map("content")?.Map("application/json")?.Map("schema"));

    /// <summary>True if a schema is a page, or what pages alone have around their items.</summary>
    public bool IsEnvelope(Schema schema) => schema.Kind == SchemaKind.Page
        || (Schemas.Where(user => user.Uses.Contains(schema)).ToList() is [_, ..] users && users.TrueForAll(user => user.Kind == SchemaKind.Page && user.Items?.Type.Schema != schema));

    /// <summary>The file of a schema: that of the one resource that uses it, otherwise its own.</summary>
    public string FileOf(Schema schema) => _users.TryGetValue(schema, out var users) && users.Count == 1 ? users.Single().Tag : schema.Name;

    private void AddUser(Schema schema, Resource resource)
    {
        if (!_users.TryGetValue(schema, out var users))
        {
            _users.Add(schema, users = []);
        }

        if (users.Add(resource))
        {
            foreach (var used in schema.Uses)
            {
                AddUser(used, resource);
            }
        }
    }
}
