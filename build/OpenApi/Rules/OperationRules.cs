using System.Text.RegularExpressions;

namespace OpenApi;

/// <summary>Rules for what an operation becomes: its method, its arguments, its result.</summary>
public static partial class OperationRules
{
    public static void Check(Document document, Problems problems)
    {
        foreach (var same in document.Operations.GroupBy(operation => operation.Id).Where(same => same.Count() > 1))
        {
            problems.Add(same.Last().Node["operationId"]!.At, "CONV010", $"{same.Key} is the name of two operations; give each a name of its own.");
        }

        foreach (var operation in document.Operations)
        {
            CheckNames(operation, problems);
            CheckPath(operation, problems);
            CheckParameters(operation, problems);
            CheckResponses(document, operation, problems);
            CheckList(operation, problems);
            CheckOneOf(operation, problems);
        }

        foreach (var resource in document.Resources)
        {
            CheckMethods(resource, problems);
            CheckTwins(resource, problems);
        }
    }

    private static void CheckNames(Operation operation, Problems problems)
    {
        problems.AddIf(
            !Name().IsMatch(operation.Id), operation.Node["operationId"]!.At, "CONV010",
            $"{operation.Id} cannot be the name of a method; begin it with a capital letter, and use letters and digits alone.");
        problems.AddIf(
            !Name().IsMatch(operation.Tag), operation.Node["tags"]!.At, "CONV011",
            $"{operation.Tag} cannot be the name of a class; begin it with a capital letter, and use letters and digits alone.");
        problems.AddIf(
            !Name().IsMatch(operation.Verb), operation.Node["x-method"]?.At ?? operation.At, "CONV010",
            $"{operation.Verb} cannot be the name of a method; begin it with a capital letter, and use letters and digits alone.");
    }

    private static void CheckPath(Operation operation, Problems problems)
    {
        foreach (var name in operation.Path.Parameters.Where(name => operation.PathParameters.All(parameter => parameter.Name != name)))
        {
            problems.Add(operation.At, "CONV012", $"The path has the parameter {name}, which the operation does not describe; add it to parameters.");
        }

        foreach (var parameter in operation.Parameters.Where(parameter => parameter.In == "path" && !operation.Path.Parameters.Contains(parameter.Name)))
        {
            problems.Add(parameter.At, "CONV012", $"The path has no {{{parameter.Name}}}; leave the parameter out.");
        }

        foreach (var (_, name) in operation.Path.Owners.Where(owner => owner.Parameter is "Sid" || !owner.Parameter.EndsWith("Sid", StringComparison.Ordinal)))
        {
            problems.Add(operation.At, "CONV012", $"{{{name}}} names the owner of other resources; call it after the owner, such as {{ConversationSid}}.");
        }

        if (operation.IsInService)
        {
            problems.AddIf(
                operation.PathParameters.FirstOrDefault(parameter => parameter.Name == "ChatServiceSid") is { } service && Sids.PrefixOf(service.Schema) != "IS",
                operation.At, "CONV012", "ChatServiceSid must have the pattern ^IS[0-9a-fA-F]{32}$.");
        }
    }

    private static void CheckParameters(Operation operation, Problems problems)
    {
        foreach (var same in operation.Parameters.GroupBy(parameter => (parameter.In, parameter.Name)).Where(same => same.Count() > 1))
        {
            problems.Add(same.Last().At, "CONV023", $"The operation has the parameter {same.Key.Name} twice; leave one of them out.");
        }

        foreach (var same in operation.Settings.GroupBy(parameter => parameter.Property).Where(same => same.Select(parameter => parameter.Name).Distinct().Count() > 1))
        {
            problems.Add(same.Last().At, "CONV023",
                $"{string.Join(" and ", same.Select(parameter => parameter.Name))} both become {same.Key} in C#; only one of them can be described.");
        }

        foreach (var parameter in operation.Parameters.Where(parameter => parameter.Node.Text("x-name") is { } name && (parameter.In != "query" || !Name().IsMatch(name))))
        {
            problems.Add(parameter.Node.PlaceOf("x-name"), "CONV023", "x-name is the name of a property for a query parameter; begin it with a capital letter, and use letters and digits alone.");
        }

        foreach (var parameter in operation.Query.Where(parameter => parameter is { Schema.Names: var names, Type.Kind: ValueKind.Raw } && !names.Contains("$ref")))
        {
            problems.Add(parameter.At, "CONV022", $"The query parameter {parameter.Name} has no type that can be sent; give its schema a type.");
        }

        foreach (var parameter in operation.Parameters.Where(parameter => parameter.Type.Kind == ValueKind.Model))
        {
            problems.Add(parameter.At, "CONV022", $"The parameter {parameter.Name} is an object, which cannot be sent outside a form; give it a simple type.");
        }

        foreach (var parameter in operation.Query.Where(parameter => parameter.Name is "PageSize" or "Page" && parameter.Type != new FieldType(ValueKind.Whole)))
        {
            problems.Add(parameter.At, "CONV022", $"{parameter.Name} must be an integer.");
        }
    }

    private static void CheckResponses(Document document, Operation operation, Problems problems)
    {
        var results = operation.Successes.Select(success => document.ResultOf(success.Response)).ToList();
        problems.AddIf(results.Count == 0, operation.At, "CONV031", "The operation has no response of success; describe one with a status such as 200.");
        problems.AddIf(
            results.Distinct().Count() > 1, operation.Node.PlaceOf("responses"), "CONV031",
            "The responses of success have different contents; a method has one result, so describe the same for each status.");
        problems.AddIf(
            operation.Result is { Kind: SchemaKind.Enum }, operation.Node.PlaceOf("responses"), "CONV031",
            "A response must be an object; an enum alone cannot be read.");
        problems.AddIf(operation is { Method: "get", Form: not null }, operation.Node.PlaceOf("requestBody"), "CONV030",
            "A GET cannot have a request body; describe its fields as query parameters.");
    }

    private static void CheckList(Operation operation, Problems problems)
    {
        problems.AddIf(
            operation.IsList && operation.Result is not { Kind: SchemaKind.Page }, operation.At, "CONV032",
            "A list must return a page; let x-items of the response's schema name the field with the items.");
        problems.AddIf(
            operation.IsList && operation.Query.All(parameter => parameter.Name != "PageSize"), operation.At, "CONV032",
            "A list must have the query parameter PageSize beside PageToken.");
        problems.AddIf(
            operation.IsList && (operation.Form is not null || operation.Item is not null), operation.At, "CONV032",
            "A list must be of a collection, and cannot have a request body.");
    }

    private static void CheckOneOf(Operation operation, Problems problems)
    {
        if (operation.Node["x-one-of"] is { } node)
        {
            problems.AddIf(
                operation.Node.List("x-one-of").Count < 2 || operation.OneOf.Count(parameter => parameter.Type == new FieldType(ValueKind.Text)) != operation.Node.List("x-one-of").Count,
                node.At, "CONV024", "x-one-of must name two or more query parameters of the operation, all of them texts.");
        }
    }

    private static void CheckMethods(Resource resource, Problems problems)
    {
        foreach (var same in resource.Operations.Where(resource.IsBound).GroupBy(operation => operation.Verb).Where(same => same.Count() > 1))
        {
            problems.Add(
                same.Last().At, "CONV014",
                $"{string.Join(" and ", same.Select(operation => operation.Id))} both become {resource.Api}.{same.Key}Async; give one of them another name with x-method, or another tag.");
        }
    }

    private static void CheckTwins(Resource resource, Problems problems)
    {
        foreach (var operation in resource.Operations.Where(operation => operation.IsInService))
        {
            if (resource.TwinOf(operation) is { } twin && Twin.DifferenceOf(twin, operation) is { } difference)
            {
                problems.Add(
                    operation.At, "CONV013",
                    $"{twin.Id} and {operation.Id} become one method, but {difference}; describe both alike, or give one of them another tag.");
            }
        }
    }

    [GeneratedRegex(@"\A[A-Z][A-Za-z0-9]*\z")]
    private static partial Regex Name();
}
