using System.Text.RegularExpressions;

namespace OpenApi;

/// <summary>
/// Rules for each part alone: what it contains, of which type, and where its references lead. The model is built only if they hold.
/// </summary>
public sealed partial class ShapeRules
{
    private static readonly string[] Methods = ["get", "put", "post", "patch", "delete"];

    private readonly Problems _problems;
    private readonly MapNode _root;

    private ShapeRules(MapNode root, Problems problems) => (_root, _problems) = (root, problems);

    public static void Check(Node document, Problems problems)
    {
        if (document is not MapNode root || root.Text("openapi")?.StartsWith("3.0", StringComparison.Ordinal) != true || root.Map("paths") is not { Names.Count: > 0 })
        {
            problems.Add(document.At, "CONV002", "This is not an OpenAPI 3.0 document with paths; begin it with openapi: 3.0.3.");
            return;
        }

        var rules = new ShapeRules(root, problems);
        rules.CheckReferences(root);
        // References to nothing would be reported again wherever they are followed.
        if (problems.All.Count == 0)
        {
            rules.CheckAll();
        }
    }

    private void CheckAll()
    {
        Only(_root, Keywords.Root, "the document");
        foreach (var (path, item) in _root.Map("paths")!.Entries)
        {
            CheckPath(path, _root.Map("paths")!.PlaceOf(path), item);
        }

        if (_root.Map("components") is not { } components)
        {
            return;
        }

        Only(components, Keywords.Components, "components");
        Each(components.Map("parameters"), CheckParameter);
        Each(components.Map("requestBodies"), CheckRequestBody);
        Each(components.Map("responses"), CheckResponse);
        Each(components.Map("schemas"), CheckSchema);
    }

    private static void Each(MapNode? map, Action<Node> check)
    {
        foreach (var (_, value) in map?.Entries ?? [])
        {
            check(value);
        }
    }

    private void CheckReferences(Node node)
    {
        switch (node)
        {
            case MapNode map when map.Text("$ref") is { } reference:
                var target = Document.Target(_root, reference);
                _problems.AddIf(
                    target is null, map.PlaceOf("$ref"), "CONV003",
                    $"{reference} leads nowhere in this file; refer to a part of components with #/components/….");
                _problems.AddIf(
                    target is MapNode next && next["$ref"] is not null, map.PlaceOf("$ref"), "CONV003",
                    $"{reference} is a reference itself; refer to what it leads to.");
                break;
            case MapNode map:
                foreach (var (name, value) in map.Entries.Where(entry => entry.Name is not ("example" or "examples")))
                {
                    CheckReferences(value);
                }

                break;
            case ListNode list:
                foreach (var item in list.Items)
                {
                    CheckReferences(item);
                }

                break;
        }
    }

    private void CheckPath(string path, Position at, Node node)
    {
        _problems.AddIf(
            !OperationPath.IsSupported(path), at, "CONV012",
            $"{path} is not a path of /v1 in which each parameter is a whole segment after a literal one; write it as /v1/Collection/{{Sid}}.");
        if (!IsMap(node, "a path", out var item))
        {
            return;
        }

        Only(item, Keywords.PathItem, "a path");
        CheckParameters(item);
        foreach (var (method, value) in item.Entries.Where(entry => Methods.Contains(entry.Name)))
        {
            if (IsMap(value, "an operation", out var operation))
            {
                CheckOperation(operation, item.PlaceOf(method));
            }
        }
    }

    private void CheckOperation(MapNode operation, Position at)
    {
        Only(operation, Keywords.Operation, "an operation");
        CheckParameters(operation);
        Require(operation, at, "operationId", "an operation", IsText);
        Require(operation, at, "summary", "an operation", IsText);
        _problems.AddIf(
            operation.List("tags") is not [ValueNode], operation["tags"]?.At ?? at, "CONV011",
            "An operation needs exactly one tag, which names its class; write tags: [Resource].");
        if (operation["requestBody"] is { } body)
        {
            CheckRequestBody(body);
        }

        if (operation.Map("responses") is not { Names.Count: > 0 } responses)
        {
            _problems.Add(at, "CONV006", "An operation needs responses.");
            return;
        }

        foreach (var (status, response) in responses.Entries)
        {
            _problems.AddIf(
                !Status().IsMatch(status), responses.PlaceOf(status), "CONV031", $"{status} is not a status of three digits or default; list each status.");
            CheckResponse(response);
        }
    }

    private void CheckParameters(MapNode owner)
    {
        foreach (var parameter in owner.List("parameters"))
        {
            CheckParameter(parameter);
        }
    }

    private void CheckParameter(Node node)
    {
        if (!IsMap(node, "a parameter", out var parameter) || parameter["$ref"] is not null)
        {
            return;
        }

        Only(parameter, Keywords.Parameter, "a parameter");
        Require(parameter, parameter.At, "name", "a parameter", IsText);
        Require(parameter, parameter.At, "description", "a parameter", IsText);
        var place = parameter.Text("in");
        if (place is not ("path" or "query" or "header"))
        {
            _problems.Add(parameter["in"]?.At ?? parameter.At, "CONV020", "A parameter must be in path, query or header; nothing else is sent.");
        }

        _problems.AddIf(
            place is "query" or "header" && parameter.IsTrue("required"), parameter.PlaceOf("required"), "CONV021",
            "A query parameter or header cannot be required; leave required out, or name the parameters of which one must be given in x-one-of.");
        _problems.AddIf(place == "path" && !parameter.IsTrue("required"), parameter.At, "CONV021",
            "A parameter of the path must be required; write required: true.");
        if (parameter.Map("schema") is not { } schema)
        {
            _problems.Add(parameter.At, "CONV006", "A parameter needs a schema.");
            return;
        }

        Only(schema, place == "path" ? Keywords.PathSchema : Keywords.QuerySchema, $"the schema of a {place} parameter");
        CheckType(schema, place == "path" ? ["string"] : place == "header" ? ["string", "integer", "boolean"] : ["string", "integer", "number", "boolean", "array"], "CONV022");
        _problems.AddIf(
            schema["pattern"] is not null && Sids.PrefixOf(schema) is null, schema.PlaceOf("pattern"), "CONV022",
            "Only patterns of SIDs, such as ^CH[0-9a-fA-F]{32}$, are checked; leave others out, and state the rule in the description.");
        if (schema.Map("items") is { } items)
        {
            Only(items, Keywords.QueryItems, "the items of a query parameter");
            CheckType(items, ["string", "integer", "number", "boolean"], "CONV022");
        }
    }

    private void CheckRequestBody(Node node)
    {
        if (!IsMap(node, "a request body", out var body) || body["$ref"] is not null)
        {
            return;
        }

        Only(body, Keywords.RequestBody, "a request body");
        if (body.Map("content") is not { Names: ["application/x-www-form-urlencoded"] } content)
        {
            _problems.Add(body["content"]?.At ?? body.At, "CONV030", "A request is sent as a form; describe it as application/x-www-form-urlencoded alone.");
            return;
        }

        if (ReferenceIn(content, "CONV030", "a form") is { } reference)
        {
            _problems.AddIf(
                !Schema.IsRequestName(reference.Text), reference.At, "CONV030", $"{reference.Text} is sent as a form; let its name end in Request.");
        }
    }

    private void CheckResponse(Node node)
    {
        if (!IsMap(node, "a response", out var response) || response["$ref"] is not null)
        {
            return;
        }

        Only(response, Keywords.Response, "a response");
        Require(response, response.At, "description", "a response", IsText);
        if (response["content"] is null)
        {
            return;
        }

        if (response.Map("content") is not { Names: ["application/json"] } content)
        {
            _problems.Add(response.PlaceOf("content"), "CONV031", "A response is read as JSON; describe it as application/json alone.");
            return;
        }

        if (ReferenceIn(content, "CONV031", "a response") is { } reference)
        {
            _problems.AddIf(
                Schema.IsRequestName(reference.Text), reference.At, "CONV031",
                $"{reference.Text} is a form by its name; let the name of a response end in something else.");
        }
    }

    /// <summary>The name of the schema that the only content refers to.</summary>
    private (string Text, Position At)? ReferenceIn(MapNode content, string code, string kind)
    {
        if (content.Entries.Single().Value is MapNode media)
        {
            Only(media, Keywords.Content, $"the content of {kind}");
            if (media.Map("schema") is { } schema && schema.Text("$ref")?.Split('/') is [_, _, "schemas", var name])
            {
                return (name, schema.PlaceOf("$ref"));
            }
        }

        _problems.Add(content.At, code, $"The content of {kind} must be an object with a name; give it a schema in components, and refer to it.");
        return null;
    }

    [GeneratedRegex(@"\A([1-5][0-9][0-9]|default)\z")]
    private static partial Regex Status();
}
