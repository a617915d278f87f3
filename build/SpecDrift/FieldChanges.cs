using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace SpecDrift;

/// <summary>Writes an additive finding in one of our operations.</summary>
internal sealed class FieldChanges(YamlPlaces ours, SchemaWriter writer)
{
    private static readonly string[] Limits =
        ["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "multipleOf", "uniqueItems"];

    /// <exception cref="LeftToAPersonException">It cannot be written.</exception>
    public Proposal For(Finding finding)
    {
        var operation = ours.OperationOf(finding.Operation) ?? throw new LeftToAPersonException("the operation is not in our document");
        return finding switch
        {
            { What: "presence" or "example", Added: { } shape, Place.Part: Place.Form or Place.Response } => Field(operation, finding, shape),
            { What: "presence", Added: { } shape } => Parameter(operation, finding, shape),
            { What: "presence", Place.Part: Place.Form } => throw new LeftToAPersonException("the method would take a request, which breaks its callers"),
            { What: "presence", Place.Part: Place.Response } => throw new LeftToAPersonException("the method has one kind of response"),
            { What: "content type" } => throw new LeftToAPersonException("the method would return something, which breaks its mocks"),
            { What: "server" or "security" } => throw new LeftToAPersonException("the client has one host and one kind of credentials"),
            { What: "one of" } => throw new LeftToAPersonException("no C# type represents alternatives"),
            _ => Keyword(operation, finding),
        };
    }

    private Proposal Field(YamlMappingNode operation, Finding finding, Shape shape)
    {
        if (finding.Place.Fields is not [.. var outer, var name]
            || ours.SchemaAt(operation, finding.Place, outer) is not { } schema
            || ours.Anywhere(schema, "properties") is not YamlMappingNode { Style: MappingStyle.Block, Children.Count: > 0 } properties)
        {
            throw new LeftToAPersonException("our schema has no fields there");
        }

        if (shape.Alternatives.Count > 0)
        {
            throw new LeftToAPersonException("no C# type represents alternatives");
        }

        var isForm = finding.Place.Part == Place.Form;
        var component = ours.ComponentOf(properties) ?? SchemaWriter.Pascal(finding.Operation);
        var owner = isForm ? ModelOf(operation) ?? component : component;
        var (lines, schemas) = writer.Write(() => writer.Field(name, shape, owner, isForm));
        return new Proposal($"{properties.Start.Index} {name}", Content(shape, lines), [ours.InsertAtEnd(properties, lines)!], schemas)
        {
            Kind = finding.What == "example" ? OutcomeKind.Drafted : OutcomeKind.Written,
            Note = finding.What == "example" ? "its type is that of an example" : null,
        };
    }

    private Proposal Parameter(YamlMappingNode operation, Finding finding, Shape shape)
    {
        var (location, name) = (finding.Place.Part, finding.Place.Name);
        var known = YamlPlaces.Entries(ours.Components("parameters")).FirstOrDefault(other => YamlPlaces.Text(ours.Child(other.Value, "name")) == name && YamlPlaces.Text(ours.Child(other.Value, "in")) == location).Key;
        if (location is not "query" and not "header")
        {
            throw new LeftToAPersonException("the client sends parameters in the query and in headers");
        }

        var (lines, schemas) = writer.Write(() => location == "header" && known is not null
            ? [$"- $ref: \"#/components/parameters/{YamlPlaces.Text(known)}\""]
            : writer.Parameter(name, location, isRequired: false, shape, ModelOf(operation) ?? Scope.NounOf(finding.Operation)));
        var (content, twin) = (Content(shape, lines), ours.TwinOf(finding.Operation));
        Edit? common = null;
        var component = location == "header" && known is not null ? null : ours.Components("parameters");
        var key = (ModelOf(operation) ?? Scope.NounOf(finding.Operation)) + SchemaWriter.Pascal(name);
        if (component is not null && ours.Child(component, key) is null)
        {
            common = ours.InsertAtEnd(component, SchemaWriter.AsComponent(key, lines));
            lines = [$"- $ref: \"#/components/parameters/{key}\""];
        }

        // One method serves both scopes, and takes its parameters from either.
        YamlMappingNode?[] all = [operation, twin is null ? null : ours.OperationOf(twin)];
        var edits = all.OfType<YamlMappingNode>().Where(node => !Has(node, location, name)).OrderBy(node => node.Start.Index).Select(node => ours.Child(node, "parameters") is { } list
            ? ours.InsertAtEnd(list, lines)
            : ours.InsertAtEnd(node, ["parameters:", .. SchemaWriter.Indented(lines)]));
        return new Proposal($"{string.Join(" and ", new[] { finding.Operation, twin }.Order(StringComparer.Ordinal))} {location} {name}", content, [.. edits.Select(edit => edit ?? throw new LeftToAPersonException("its parameters are in one line")), .. common is null ? Array.Empty<Edit>() : [common]], schemas);
    }

    private bool Has(YamlMappingNode operation, string location, string name) =>
        (ours.Child(operation, "parameters") as YamlSequenceNode)?.Children.Select(ours.Follow).Any(parameter => YamlPlaces.Text(ours.Child(parameter, "name")) == name && YamlPlaces.Text(ours.Child(parameter, "in")) == location) == true;

    private Proposal Keyword(YamlMappingNode operation, Finding finding)
    {
        var (what, value) = (finding.What, finding.Upstream);
        if (ours.SchemaAt(operation, finding.Place, finding.Place.Fields) is not { } schema)
        {
            throw new LeftToAPersonException("our schema is written in another way there");
        }

        // What stands beside a reference counts, and is the field's own.
        var own = ours.SchemaAt(operation, finding.Place, finding.Place.Fields, isReferenceFollowed: false) ?? schema;
        var edit = what switch
        {
            "enum value" => ours.Anywhere(schema, "enum") is YamlSequenceNode values ? ours.Append(values, SchemaWriter.Quoted(value!)) : null,
            "privacy" => ours.Child(own, "x-privacy") is YamlScalarNode mark ? YamlPlaces.Replace(mark, value!) : ours.InsertAtEnd(own, [$"x-privacy: {value}"]),
            "nullable" => value == "true" ? ours.InsertAtEnd(own, ["nullable: true"]) : Without(own, what) ?? Without(schema, what),
            "readOnly" or "writeOnly" or "pattern" => Without(schema, what),
            "required" => Required(operation, finding),
            _ when Limits.Contains(what) => value is null ? Without(schema, what) : ours.Child(schema, what) is YamlScalarNode limit ? YamlPlaces.Replace(limit, value) : null,
            _ => null,
        } ?? throw new LeftToAPersonException("our schema is written in another way there");
        return new Proposal($"{edit.Index} {what}{(what == "enum value" ? " " + value : "")}", value ?? "", [edit], []);
    }

    private Edit? Without(YamlMappingNode schema, string name) => schema.Children.ContainsKey(new YamlScalarNode(name)) ? ours.RemoveLine(schema, name) : null;

    private Edit? Required(YamlMappingNode operation, Finding finding)
    {
        var place = finding.Place;
        if (place.Part == Place.Form && place.Fields.Length == 0)
        {
            return ours.Child(operation, "requestBody") is YamlMappingNode body && finding.Upstream == "false" ? Without(body, "required") : null;
        }

        if (place.Fields is not [.. var outer, var name] || ours.SchemaAt(operation, place, outer) is not { } schema)
        {
            return place.Part is "query" or "header"
                && (ours.Child(operation, "parameters") as YamlSequenceNode)?.Children.Select(ours.Follow).OfType<YamlMappingNode>().FirstOrDefault(parameter => YamlPlaces.Text(ours.Child(parameter, "name")) == place.Name) is { } found
                    ? Without(found, "required")
                    : null;
        }

        var list = ours.Anywhere(schema, "required") as YamlSequenceNode;
        return finding.Upstream == "true" ? list is null ? ours.InsertAtEnd(schema, [$"required: [{SchemaWriter.Plain(name)}]"]) : ours.Append(list, SchemaWriter.Plain(name))
            : list is { Children.Count: 1 } ? Without(schema, "required")
            : list is null ? null : ours.Remove(list, name);
    }

    /// <summary>The model of an operation: of its response, or of the items of its list.</summary>
    private string? ModelOf(YamlMappingNode operation)
    {
        var success = (ours.Child(operation, "responses") as YamlMappingNode)?.Children.FirstOrDefault(response => YamlPlaces.Text(response.Key)?.StartsWith('2') == true).Value;
        var schema = success is null ? null : ours.Child(YamlPlaces.First(ours.Child(ours.Follow(success), "content")), "schema");
        if (schema is not YamlMappingNode model)
        {
            return null;
        }

        var items = YamlPlaces.Text(ours.Child(model, "x-items")) is { } field ? ours.Child(ours.Child(ours.Child(model, "properties"), field), "items") as YamlMappingNode : null;
        return ours.ComponentOf(items ?? model);
    }

    /// <summary>The parts that must be the same in two scopes. The order of an enum's values does not matter.</summary>
    private static string Content(Shape shape, IReadOnlyList<string> lines) => ShapeText.Of(shape with { Values = null }) + string.Join(' ', (shape.Values ?? []).Order(StringComparer.Ordinal)) + (shape.Values is null ? string.Join(' ', lines) : "");
}
