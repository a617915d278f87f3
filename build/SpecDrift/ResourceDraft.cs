using Microsoft.OpenApi;
using YamlDotNet.RepresentationModel;

namespace SpecDrift;

/// <summary>The first version of one resource's new operations.</summary>
internal sealed class ResourceDraft
{
    private static readonly string[] Verbs = ["List", "Create", "Fetch", "Update", "Delete"];
    private static readonly string[] PageFields = ["PageSize", "Page", "PageToken"];

    private readonly YamlPlaces _ours;
    private readonly SchemaWriter _writer;
    private readonly List<(ApiOperation Operation, string Id, string Verb, string Path)> _operations = [];
    private readonly SortedDictionary<string, IReadOnlyList<string>> _parameters = new(StringComparer.Ordinal);
    private readonly string _tag;
    private readonly string _model;
    private readonly bool _isNewTag;

    public ResourceDraft(YamlPlaces ours, SchemaWriter writer, IReadOnlyList<Finding> findings, HashSet<string> names, HashSet<string> tags)
    {
        (_ours, _writer) = (ours, writer);
        var collection = ResourcePath.CollectionOf(findings[0].NewOperation!.Path);
        var segments = collection.Split('/').Where(segment => segment.Length > 0 && segment[0] != '{').Skip(1).ToList();
        var known = ours.Operations.FirstOrDefault(operation => ResourcePath.CollectionOf(operation.PathText) == collection).Operation;
        var last = SchemaWriter.Pascal(segments[^1]);
        _tag = known is not null ? YamlPlaces.Text((ours.Child(known, "tags") as YamlSequenceNode)?.Children[0]) ?? last
            : !tags.Contains(last) ? last
            : Unused(segments.Count > 1 ? SchemaWriter.Pascal(SchemaWriter.Singular(segments[^2])) + last : $"{last}Resource", tags);
        (_isNewTag, _model) = (tags.Add(_tag), SchemaWriter.Singular(known is null ? _tag : last));
        foreach (var operation in findings.Select(finding => finding.NewOperation!))
        {
            var path = ResourcePath.InOurNames(operation.Path, ours);
            var verb = VerbOf(operation);
            var id = operation.Content.OperationId
                ?? verb + (Scope.IsService(path) ? "Service" : "") + string.Concat(segments.Select(segment => SchemaWriter.Pascal(SchemaWriter.Singular(segment))));
            _operations.Add((operation, Unused(id, names), verb, path));
            names.Add(_operations[^1].Id);
        }
    }

    public Proposal Write()
    {
        var (edits, schemas) = _writer.Write(Edits);
        return new Proposal($"resource {_tag}", _tag, edits, schemas)
        {
            Kind = OutcomeKind.Drafted,
            Note = "summaries, descriptions and names are still to be reviewed",
            // Later comparisons know them by their new names.
            Operations = [.. _operations.Select(operation => operation.Id)],
        };
    }

    private List<Edit> Edits()
    {
        var tags = _ours.Child(_ours.Root, "tags");
        List<Edit?> edits = _isNewTag && tags is not null ? [_ours.InsertAtEnd(tags, [$"- name: {_tag}", $"  {SchemaWriter.ToBeWritten}"])] : [];
        var paths = _ours.Child(_ours.Root, "paths") as YamlMappingNode;
        foreach (var path in _operations.GroupBy(operation => operation.Path))
        {
            List<string> lines = [.. path.SelectMany(operation => SchemaWriter.Indented(Lines(operation)).Prepend($"{operation.Operation.Method.ToLowerInvariant()}:"))];
            edits.Add(_ours.Operations.FirstOrDefault(operation => operation.PathText == path.Key).Path is { } known
                ? _ours.InsertAtEnd(known, lines)
                : _ours.InsertAtEnd(paths, ["", $"{path.Key}:", .. SchemaWriter.Indented(lines)]));
        }

        if (_parameters.Count > 0)
        {
            edits.Add(_ours.InsertAtEnd(_ours.Components("parameters"), _parameters.SelectMany(parameter => SchemaWriter.AsComponent(parameter.Key, parameter.Value))));
        }

        return [.. edits.Select(edit => edit ?? throw new LeftToAPersonException("our document is written in another way there"))];
    }

    private IEnumerable<string> Lines((ApiOperation Operation, string Id, string Verb, string Path) draft)
    {
        var twin = _ours.Operations.FirstOrDefault(other => Scope.Without(other.PathText) == Scope.Without(draft.Path) && string.Equals(MethodOf(other.Path, other.Operation), draft.Operation.Method, StringComparison.OrdinalIgnoreCase));
        yield return $"operationId: {SchemaWriter.Plain(draft.Id)}";
        if (MethodName(draft, twin.Operation) is { } method)
        {
            yield return $"x-method: {method}";
        }

        yield return $"tags: [{_tag}]";
        yield return "summary: To be written.";
        var parameters = PathParameters(draft.Path, draft.Operation, twin.Operation).Concat(OtherParameters(draft)).ToList();
        if (parameters.Count > 0)
        {
            yield return "parameters:";
            foreach (var line in SchemaWriter.Indented(parameters))
            {
                yield return line;
            }
        }

        // The other scope has the operation already: the same method serves both, so its request and its responses are the same.
        foreach (var line in twin.Operation is { } other ? Copied(other, "requestBody").Concat(Copied(other, "responses")) : RequestBody(draft).Concat(Responses(draft)))
        {
            yield return line;
        }
    }

    private IEnumerable<string> Copied(YamlMappingNode operation, string name) =>
        operation.Children.TryGetValue(new YamlScalarNode(name), out var value) ? _ours.LinesOf((YamlMappingNode)value) is { } lines ? SchemaWriter.Indented(lines).Prepend($"{name}:") : [$"{name}: {_ours.Source(value)}"] : [];

    /// <summary>The path's parameters, as our document describes them at the same place, if it does.</summary>
    private IEnumerable<string> PathParameters(string path, ApiOperation operation, YamlMappingNode? twin)
    {
        var segments = path.Split('/');
        var theirs = operation.Parameters.Where(ApiOperation.IsInPath).ToList();
        var inherited = (_ours.Operations.FirstOrDefault(other => other.PathText == path).Path is { } item ? _ours.Child(item, "parameters") as YamlSequenceNode : null)?.Children.Select(parameter => YamlPlaces.Text(_ours.Child(_ours.Follow(parameter), "name"))).ToList() ?? [];
        var number = 0;
        for (var index = 0; index < segments.Length; index++)
        {
            if (!segments[index].StartsWith('{'))
            {
                continue;
            }

            var name = segments[index][1..^1];
            var their = number < theirs.Count ? theirs[number++] : null;
            if (inherited.Contains(name))
            {
                continue;
            }

            var beginning = string.Join('/', segments[..(index + 1)]);
            var known = (from other in _ours.Operations.OrderByDescending(other => ReferenceEquals(other.Operation, twin))
                         where IsBelow(ApiOperation.Plain(other.PathText), ApiOperation.Plain(beginning)) || IsBelow(Scope.Without(other.PathText), Scope.Without(beginning))
                         from parameter in ParametersOf(other.Operation).Concat(ParametersOf(other.Path))
                         where YamlPlaces.Text(_ours.Child(_ours.Follow(parameter), "name")) == name
                         select (parameter as YamlMappingNode)?.Children.FirstOrDefault(child => YamlPlaces.Text(child.Key) == "$ref").Value).OfType<YamlScalarNode>().FirstOrDefault();
            foreach (var line in known is not null
                ? [$"- $ref: {SchemaWriter.Quoted(known.Value!)}"]
                : Parameter(name, "path", isRequired: true, Shape.Of(their?.Schema) with { Values = null, IsNullable = false, Privacy = null }, index == segments.Length - 1 ? _model + name : name))
            {
                yield return line;
            }
        }

        static bool IsBelow(string path, string beginning) => path == beginning || path.StartsWith(beginning + "/", StringComparison.Ordinal);
    }

    /// <summary>A reference to a parameter of the components, which is described once for all operations.</summary>
    private IReadOnlyList<string> Parameter(string name, string location, bool isRequired, Shape shape, string key)
    {
        var lines = _writer.Parameter(name, location, isRequired, shape, _model);
        if (_ours.Components("parameters") is null)
        {
            return lines;
        }

        var unused = key;
        for (var number = 2; _ours.Child(_ours.Components("parameters"), unused) is not null || (_parameters.TryGetValue(unused, out var other) && !other.SequenceEqual(lines)); number++)
        {
            unused = $"{key}{number}";
        }

        _parameters[unused] = lines;
        return [$"- $ref: \"#/components/parameters/{unused}\""];
    }

    private IEnumerable<YamlNode> ParametersOf(YamlMappingNode node) => YamlPlaces.Items(_ours.Child(node, "parameters"));

    private IEnumerable<string> OtherParameters((ApiOperation Operation, string Id, string Verb, string Path) draft)
    {
        foreach (var parameter in draft.Operation.Parameters.Where(parameter => !ApiOperation.IsInPath(parameter)))
        {
            var location = parameter.In.ToString()!.ToLowerInvariant();
            var known = _ours.Components("parameters")?.Children.FirstOrDefault(other => YamlPlaces.Text(_ours.Child(other.Value, "name")) == parameter.Name && YamlPlaces.Text(_ours.Child(other.Value, "in")) == location
                && (location == "header" || PageFields.Contains(parameter.Name))).Key;
            if (known is null && location is not "query")
            {
                // Left to a person when the draft is compared.
                continue;
            }

            foreach (var line in known is not null ? [$"- $ref: \"#/components/parameters/{YamlPlaces.Text(known)}\""] : Parameter(parameter.Name!, location, parameter.Required, Shape.Of(parameter.Schema) with { Privacy = null }, _model + SchemaWriter.Pascal(parameter.Name!)))
            {
                yield return line;
            }
        }
    }

    private IEnumerable<string> RequestBody((ApiOperation Operation, string Id, string Verb, string Path) draft)
    {
        if (draft.Operation.Content.RequestBody?.Content is not { Count: > 0 } content)
        {
            return [];
        }

        const string Form = "application/x-www-form-urlencoded";
        var forms = SameInBothScopes(draft).Select(operation => SchemaOf(operation.Content.RequestBody?.Content, Form)).OfType<IOpenApiSchema>().Select(Shape.Of).ToList();
        if (!content.ContainsKey(Form) || forms.Count == 0)
        {
            throw new LeftToAPersonException($"it takes {string.Join(", ", content.Keys)}, and the client sends forms");
        }

        if (forms.Sum(form => form.Fields.Count) == 0)
        {
            return [];
        }

        var isAlone = _operations.Select(operation => (operation.Verb, Scope.Without(operation.Path))).Distinct().Count(operation => operation.Verb == draft.Verb) == 1;
        var name = isAlone ? $"{draft.Verb}{_model}Request" : $"{draft.Verb}{Scope.NounOf(draft.Id)}Request";
        return ["requestBody:", "  required: true", "  content:", $"    {Form}:", "      schema:", $"        {SchemaWriter.ReferenceTo(_writer.Model(Merged(forms), name, isRequest: true))}"];
    }

    private List<string> Responses((ApiOperation Operation, string Id, string Verb, string Path) draft)
    {
        List<string> lines = ["responses:"];
        foreach (var status in (draft.Operation.Content.Responses ?? []).Keys.Where(status => status.StartsWith('2')))
        {
            lines.AddRange([$"  \"{status}\":", $"    {SchemaWriter.ToBeWritten}"]);
            var bodies = SameInBothScopes(draft).Select(operation => operation.Content.Responses?.FirstOrDefault(response => response.Key == status).Value?.Content).OfType<IDictionary<string, IOpenApiMediaType>>().Where(content => content.Count > 0).ToList();
            if (bodies.Count == 0)
            {
                continue;
            }

            var shapes = bodies.Select(content => content.TryGetValue("application/json", out var json) ? Shape.Of(json.Schema) : throw new LeftToAPersonException($"it returns {string.Join(", ", content.Keys)}, and the client reads JSON")).ToList();
            if (shapes.Exists(shape => shape.Fields.Count == 0))
            {
                throw new LeftToAPersonException("it returns something else than an object with fields");
            }

            var merged = Merged(shapes);
            var name = draft.Verb == "List" && ItemsOf(merged) is { } items ? Page(merged, items, draft) : _writer.Model(merged, _model, isRequest: false);
            lines.AddRange(["    content:", "      application/json:", "        schema:", $"          {SchemaWriter.ReferenceTo(name)}"]);
        }

        return _ours.Components("responses") is { } responses && _ours.Child(responses, "Error") is not null ? [.. lines, "  default:", "    $ref: \"#/components/responses/Error\""] : lines;
    }

    private string Page(Shape page, KeyValuePair<string, IOpenApiSchema> items, (ApiOperation Operation, string Id, string Verb, string Path) draft)
    {
        var models = SameInBothScopes(draft).Select(operation => SchemaOf(operation.Content.Responses!.FirstOrDefault(response => response.Key.StartsWith('2')).Value?.Content, "application/json"))
            .OfType<IOpenApiSchema>().Select(schema => Shape.Of(Shape.Of(schema).Fields.GetValueOrDefault(items.Key))).Where(list => list.Items is not null).Select(list => Shape.Of(list.Items)).ToList();
        var item = SchemaWriter.ReferenceTo(_writer.Model(Merged(models), _model, isRequest: false));
        var hasMeta = _ours.Child(_ours.Components("schemas"), "PageMeta") is not null && page.Fields.ContainsKey("meta");
        return _writer.Page($"{_model}Page", items.Key, item, hasMeta ? "PageMeta" : page.Fields.TryGetValue("meta", out var meta) ? _writer.Model(Shape.Of(meta), "PageMeta", isRequest: false) : null);
    }

    private static KeyValuePair<string, IOpenApiSchema>? ItemsOf(Shape page) =>
        page.Fields.Where(field => Shape.Of(field.Value).Items is { } items && Shape.Of(items).Fields.Count > 0).Cast<KeyValuePair<string, IOpenApiSchema>?>().FirstOrDefault();

    /// <summary>The operation in each scope that has it.</summary>
    private IEnumerable<ApiOperation> SameInBothScopes((ApiOperation Operation, string Id, string Verb, string Path) draft) =>
        _operations.Where(other => other.Operation.Method == draft.Operation.Method && Scope.Without(other.Path) == Scope.Without(draft.Path)).Select(other => other.Operation);

    /// <summary>One shape for several: a field that one of them lacks is optional.</summary>
    private static Shape Merged(List<Shape> shapes)
    {
        var fields = shapes.SelectMany(shape => shape.Fields).GroupBy(field => field.Key).ToDictionary(group => group.Key, group => group.First().Value);
        return shapes[0] with
        {
            Reference = null,
            Fields = fields,
            Required = shapes.Select(shape => shape.Required.AsEnumerable()).Aggregate((one, other) => one.Intersect(other)).ToHashSet(),
        };
    }

    /// <summary>The method's name, if another operation of the resource has the verb already.</summary>
    private string? MethodName((ApiOperation Operation, string Id, string Verb, string Path) draft, YamlMappingNode? twin)
    {
        if (twin is not null && _ours.Child(twin, "x-method") is { } method)
        {
            return YamlPlaces.Text(method);
        }

        if (draft.Verb == "List" && draft.Operation.Parameters.TrueForAll(parameter => parameter.Name != "PageToken"))
        {
            // A list that cannot be continued is one page.
            return "ListPage";
        }

        var path = Scope.Without(draft.Path);
        var isTaken = _operations.Any(other => other.Verb == draft.Verb && (Scope.Without(other.Path) != path || other.Operation.Method != draft.Operation.Method) && string.CompareOrdinal(other.Id, draft.Id) < 0)
            || _ours.Operations.Any(other => YamlPlaces.Text((_ours.Child(other.Operation, "tags") as YamlSequenceNode)?.Children[0]) == _tag && other.Name.StartsWith(draft.Verb, StringComparison.Ordinal) && Scope.Without(other.PathText) != path);
        return isTaken ? draft.Verb + Scope.NounOf(draft.Id) : null;
    }

    private static string VerbOf(ApiOperation operation)
    {
        return Verbs.FirstOrDefault(verb => operation.Content.OperationId?.StartsWith(verb, StringComparison.Ordinal) == true) ?? (operation.Method, ResourcePath.IsOne(operation.Path)) switch
        {
            ("GET", true) => "Fetch",
            ("GET", false) => operation.Parameters.Any(parameter => parameter.Name == "PageToken") ? "List" : "Fetch",
            ("POST", false) => "Create",
            ("DELETE", _) => "Delete",
            _ => "Update",
        };
    }

    private static IOpenApiSchema? SchemaOf(IDictionary<string, IOpenApiMediaType>? content, string type) => content is not null && content.TryGetValue(type, out var media) ? media.Schema : null;

    private static string? MethodOf(YamlMappingNode path, YamlMappingNode operation) => YamlPlaces.Text(path.Children.First(item => ReferenceEquals(item.Value, operation)).Key);

    private static string Unused(string name, HashSet<string> taken) => !taken.Contains(name) ? name : Enumerable.Range(2, 1000).Select(number => $"{name}{number}").First(other => !taken.Contains(other));
}
