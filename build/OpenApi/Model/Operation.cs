namespace OpenApi;

/// <summary>An operation of the document.</summary>
public sealed class Operation
{
    private static readonly string[] Verbs = ["Fetch", "Create", "Update", "Delete"];

    private readonly Document _document;

    public Operation(Document document, string path, MapNode item, string method, Position at, MapNode node)
    {
        (_document, Method, At, Node, Path) = (document, method, at, node, new OperationPath(path));
        Parameters = [.. item.List("parameters").Concat(node.List("parameters")).Select(part => new Parameter(document, document.Resolve(part), part.At))];
        Item = PathParameters.FirstOrDefault(parameter => parameter.Name == Path.Item);
    }

    public string Id => Node.Text("operationId") ?? "";

    /// <summary>The resource: the name of its class without the ending.</summary>
    public string Tag => Node.List("tags") is [ValueNode tag, ..] ? tag.Text : "";

    public string Method { get; }

    public Position At { get; }

    public MapNode Node { get; }

    public OperationPath Path { get; }

    public string Summary => Node.Text("summary") ?? "";

    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Those of the path, in the path's order.</summary>
    public IEnumerable<Parameter> PathParameters =>
        Path.Parameters.Select(name => Parameters.FirstOrDefault(parameter => parameter.In == "path" && parameter.Name == name)).OfType<Parameter>();

    public IEnumerable<Parameter> Query => Parameters.Where(parameter => parameter.In == "query");

    /// <summary>The query parameters that a caller sets: all except those of paging.</summary>
    public IEnumerable<Parameter> Filters => Query.Where(parameter => !IsPaging(parameter));

    /// <summary>The parameters in the operation's own options class.</summary>
    public IEnumerable<Parameter> Settings => Filters.Concat(Headers.Where(header => !header.IsSetForEveryCall));

    /// <summary>The filters of which exactly one must be given.</summary>
    public IEnumerable<Parameter> OneOf =>
        Node.List("x-one-of").OfType<ValueNode>().Select(name => Query.FirstOrDefault(parameter => parameter.Name == name.Text)).OfType<Parameter>();

    public IEnumerable<Parameter> Headers => Parameters.Where(parameter => parameter.In == "header");

    /// <summary>The parameter that names the resource itself; null if there is none.</summary>
    public Parameter? Item { get; }

    /// <summary>The type by which callers name the resource; null if there is none.</summary>
    public Key? Key { get; set; }

    public bool HasPage => Query.Any(parameter => parameter.Name == "Page");

    /// <summary>True if its path names a chat service.</summary>
    public bool IsInService => Path.IsInService;

    public string Verb => Node.Text("x-method")
        ?? (Starts("List") && Query.Any(parameter => parameter.Name == "PageToken") ? "List" : Verbs.FirstOrDefault(Starts) ?? Id);

    public bool IsList => Verb == "List";

    /// <summary>The form; null if the operation takes none.</summary>
    public Schema? Form => Node["requestBody"] is { } body
        ? _document.ComponentOf(_document.Resolve(body).Map("content")?.Map("application/x-www-form-urlencoded")?.Map("schema"))
        : null;

    /// <summary>The responses of success, by status.</summary>
    public IEnumerable<(string Status, MapNode Response)> Successes =>
        from response in Node.Map("responses")?.Entries ?? []
        where response.Name.StartsWith('2')
        select (response.Name, _document.Resolve(response.Value));

    /// <summary>The schema of a success response; null if it has no body.</summary>
    public Schema? Result => Successes.Select(success => _document.ResultOf(success.Response)).FirstOrDefault(result => result is not null);

    /// <summary>The description of the result.</summary>
    public string Returns => Successes.First().Response.Text("description") ?? "";

    /// <summary>The schemas that it sends and reads.</summary>
    public IEnumerable<Schema> Schemas =>
        new[] { Form, Result }.Concat(Parameters.Select(parameter => parameter.Type.Schema)).OfType<Schema>();

    /// <summary>The type of the settings of a call.</summary>
    public string OptionsType => HasOwnOptions ? $"{Verb}{Tag}Options" : "RequestOptions";

    /// <summary>True if the document gives it a type of options.</summary>
    public bool HasOwnOptions => IsList || Settings.Any();

    /// <summary>True if both send the same request, apart from the scope.</summary>
    public bool IsTwinOf(Operation other) => other != this && other.Method == Method && other.Path.Rest == Path.Rest && other.IsInService != IsInService;

    /// <summary>True if the list sets it for each page. A list without page tokens is one page, and its PageSize an option like any other.</summary>
    public bool IsPaging(Parameter parameter) => IsList && parameter.IsPaging;

    private bool Starts(string word) => Id.StartsWith(word, StringComparison.Ordinal);
}
