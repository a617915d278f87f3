namespace OpenApi;

public sealed partial class ShapeRules
{
    private static readonly string[] FieldTypes = ["string", "integer", "number", "boolean", "array", "object"];

    private void CheckSchema(Node node)
    {
        if (!IsMap(node, "a schema", out var schema))
        {
            return;
        }

        Require(schema, schema.At, "description", "a schema", IsText);
        if (schema["enum"] is not null)
        {
            Only(schema, Keywords.EnumSchema, "an enum");
            CheckType(schema, ["string"], "CONV042");
            _problems.AddIf(
                schema["enum"] is not ListNode { Items.Count: > 0 } values || values.Items.Any(value => value is not ValueNode { Value: string, Text.Length: > 0 }),
                schema.PlaceOf("enum"), "CONV042", "The values of an enum must be texts; put those that look like something else in quotes.");
            return;
        }

        Only(schema, Keywords.Schema, "a schema");
        _problems.AddIf(
            schema.Text("type") != "object", schema["type"]?.At ?? schema.At, "CONV040",
            "A schema in components must be an object with properties or a text with an enum; describe any other type at the field.");
        foreach (var name in schema.List("required").Where(name => name is not ValueNode { Value: string } text || schema.Map("properties")?[text.Text] is null))
        {
            _problems.Add(name.At, "CONV005", "A name in required must be that of a property.");
        }

        foreach (var (name, field) in schema.Map("properties")?.Entries ?? [])
        {
            if (IsMap(field, "a field", out var map))
            {
                CheckField(map, name);
            }
        }
    }

    private void CheckField(MapNode field, string name)
    {
        Only(field, Keywords.Field, "a field");
        _problems.AddIf(
            field["$ref"] is not null && field.Names.Count > 1, field.PlaceOf("$ref"), "CONV041",
            "Keywords beside a reference are ignored; write the reference as allOf: [{ $ref: … }].");
        _problems.AddIf(
            field["allOf"] is not null && (field.List("allOf") is not [MapNode { Names: ["$ref"] }] || field["type"] is not null), field.PlaceOf("allOf"), "CONV041",
            "allOf can hold one reference, to give it a description; list the fields of all parts in one schema.");
        _problems.AddIf(field["$ref"] is null && field["description"] is not ValueNode { Text.Length: > 0 }, field.At, "CONV006",
            $"The field {name} needs a description.");
        CheckType(field, FieldTypes, "CONV041");
        CheckItems(field);
        if (field["additionalProperties"] is { } values)
        {
            _problems.AddIf(
                values is not MapNode map || map.Text("type") != "string" || map.Names.Any(keyword => keyword is not ("type" or "format" or "description")), values.At, "CONV041",
                "The values of a map must be texts; for others leave additionalProperties out, so that the object is kept as JSON.");
        }

        _problems.AddIf(field["x-privacy"] is not (null or ValueNode { Text: "personal" or "sensitive" }), field.PlaceOf("x-privacy"), "CONV044",
            "x-privacy must be personal or sensitive.");
        foreach (var flag in new[] { "x-removable", "x-duration", "nullable" })
        {
            _problems.AddIf(field[flag] is not (null or ValueNode { Value: bool }), field.PlaceOf(flag), "CONV005", $"{flag} must be true or false.");
        }

        foreach (var limit in new[] { "minLength", "maxLength", "minItems", "maxItems", "x-json-maximum-bytes" })
        {
            _problems.AddIf(field[limit] is not (null or ValueNode { Value: long and >= 0 }), field.PlaceOf(limit), "CONV005",
                $"{limit} must be a whole number.");
        }
    }

    private void CheckItems(MapNode field)
    {
        if (field["items"] is not { } node || !IsMap(node, "items", out var items))
        {
            _problems.AddIf(field.Text("type") == "array" && field["items"] is null, field.At, "CONV041", "An array needs items; items: {} keeps each as JSON.");
            return;
        }

        Only(items, Keywords.FieldItems, "the items of an array");
        CheckType(items, FieldTypes, "CONV041");
    }

    /// <summary>A type and format that are known; a reference has the type of what it leads to, and no type means any JSON.</summary>
    private void CheckType(MapNode schema, string[] types, string code)
    {
        _problems.AddIf(
            schema["type"] is not null && !types.Contains(schema.Text("type")), schema["type"]?.At ?? schema.At, code,
            $"The type {schema.Text("type")} is not supported here; it can be {string.Join(", ", types)}.");
        _problems.AddIf(
            schema["format"] is not null && !Keywords.Formats.Contains(schema.Text("format")), schema["format"]?.At ?? schema.At, code,
            $"The format {schema.Text("format")} means nothing here; leave it out, and state the rule in the description.");
    }

    private void Only(MapNode part, string[] known, string kind)
    {
        foreach (var name in part.Names.Where(name => !known.Contains(name)))
        {
            _problems.Add(part.PlaceOf(name), "CONV004", $"{name} is not supported on {kind}: {Keywords.AdviceFor(name)}.");
        }
    }

    private void Require(MapNode part, Position at, string name, string kind, Func<Node?, bool> isRight) =>
        _problems.AddIf(!isRight(part[name]), part[name]?.At ?? at, "CONV006",
            $"The {kind[(kind.IndexOf(' ', StringComparison.Ordinal) + 1)..]} needs a {name}.");

    private static bool IsText(Node? node) => node is ValueNode { Text.Length: > 0 };

    private bool IsMap(Node node, string kind, out MapNode map)
    {
        _problems.AddIf(node is not MapNode, node.At, "CONV005", $"{char.ToUpperInvariant(kind[0])}{kind[1..]} must be a map of names and values.");
        map = (node as MapNode)!;
        return map is not null;
    }
}
