using System.Text.RegularExpressions;

namespace OpenApi;

/// <summary>Rules for what a schema becomes: its type and its properties.</summary>
public static partial class SchemaRules
{
    private const int MaximumFields = 64;

    public static void Check(Document document, Problems problems)
    {
        var generated = document.Resources.Select(resource => resource.Api)
            .Concat(document.Resources.Select(resource => resource.Key?.Type).OfType<string>())
            .Concat(document.Places.Select(place => place.Client))
            .Concat(document.Operations.Where(operation => operation.HasOwnOptions).Select(operation => operation.OptionsType))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var schema in document.Schemas)
        {
            problems.AddIf(
                !Name().IsMatch(schema.Name), schema.At, "CONV040",
                $"{schema.Name} cannot be the name of a type; begin it with a capital letter, and use letters and digits alone.");
            problems.AddIf(
                Reserved.OfTypes(schema.Name) || generated.Contains(schema.Name), schema.At, "CONV040",
                $"{schema.Name} is a type that generated code uses; give the schema another name.");
            problems.AddIf(Contains(schema, schema, []), schema.At, "CONV045",
                $"{schema.Name} contains itself; leave the type out at one of the fields, so that the value is kept as JSON.");
            CheckPage(schema, problems);
            CheckValues(schema, problems);
            CheckFields(schema, problems);
        }
    }

    private static bool Contains(Schema schema, Schema sought, HashSet<Schema> seen) =>
        schema.Uses.Any(used => used == sought || (seen.Add(used) && Contains(used, sought, seen)));

    private static void CheckPage(Schema schema, Problems problems)
    {
        if (schema.Kind != SchemaKind.Page)
        {
            return;
        }

        problems.AddIf(
            schema.Items is not { Type: { IsList: true, Kind: ValueKind.Model }, IsRequired: true, IsNullable: false },
            schema.Node["x-items"]!.At, "CONV032", "x-items must name a required array of a schema in components.");
        problems.AddIf(
            !schema.Fields.Any(field => field.WireName == "meta" && field.Type.Schema?.Fields.Any(part => part.WireName == "next_page_url") == true),
            schema.At, "CONV032", "A page must have the field meta with next_page_url in it, which shows whether another page follows.");
    }

    private static void CheckValues(Schema schema, Problems problems)
    {
        foreach (var same in schema.Values.GroupBy(value => value.Name).Where(same => same.Count() > 1))
        {
            problems.Add(
                same.Last().At, "CONV042",
                $"{string.Join(" and ", same.Select(value => value.Value))} both become {schema.Name}.{same.Key}; leave one of them out, since values that are not listed can be sent and read too.");
        }

        foreach (var (value, _, at) in schema.Values.Where(value => !value.Value.Any(char.IsLetterOrDigit)))
        {
            problems.Add(at, "CONV042",
                $"{value} has no letter that a C# name could be made of; leave it out, since values that are not listed can be sent and read too.");
        }
    }

    private static void CheckFields(Schema schema, Problems problems)
    {
        foreach (var same in schema.Fields.GroupBy(field => field.Name).Where(same => same.Count() > 1))
        {
            problems.Add(
                same.Last().At, "CONV043",
                    $"{string.Join(" and ", same.Select(field => field.WireName))} both become {schema.Name}.{same.Key}; only one of them can be described.");
        }

        var isRequest = schema.Kind == SchemaKind.Request;
        problems.AddIf(
            schema.Fields.Count > MaximumFields, schema.At, "CONV046",
            $"{schema.Name} has more than {MaximumFields} fields, which the reader counts in bits; leave out those that are seldom used.");
        foreach (var field in schema.Fields)
        {
            problems.AddIf(
                field.Node["x-not-sid"] is not null && (!isRequest || field.Type != new FieldType(ValueKind.Text)), field.At, "CONV044",
                "x-not-sid is for text fields of a form; leave it out.");
            problems.AddIf(
                field.Node["x-minimum-minutes"] is not null && (!isRequest || !field.IsDuration || field.IsRemovable), field.At, "CONV044",
                "x-minimum-minutes is for fields of a form with x-duration; leave it out.");
            problems.AddIf(
                field.Node.Text("x-name") is { } name && !Name().IsMatch(name), field.At, "CONV043",
                "x-name is the name of a property; begin it with a capital letter, and use letters and digits alone.");
            problems.AddIf(
                !field.WireName.Any(char.IsLetterOrDigit), field.At, "CONV043",
                $"{field.WireName} has no letter that a C# name could be made of; leave the field out.");
            problems.AddIf(
                field.Type is { Kind: ValueKind.Model, Schema: { Kind: SchemaKind.Request or SchemaKind.Page } inner }, field.At, "CONV041",
                $"A field cannot be a {(field.Type.Schema?.Kind == SchemaKind.Page ? "page" : "form")}; let the name of its schema end in something other than Request, without x-items.");
            problems.AddIf(
                isRequest && field.ValueNode["pattern"] is not null && Sids.PrefixOf(field.ValueNode) is null, field.ValueNode.PlaceOf("pattern"), "CONV044",
                "Only patterns of SIDs, such as ^CH[0-9a-fA-F]{32}$, are checked; leave others out, and state the rule in the description.");
            problems.AddIf(
                field.IsRemovable && (!isRequest || !field.Type.IsSingle || field.IsRequired), field.At, "CONV044",
                "x-removable is for an optional field of a form that holds one value; leave it out.");
            problems.AddIf(
                field.IsDuration && field.Type != new FieldType(ValueKind.Duration), field.At, "CONV044",
                "x-duration is for text fields; leave it out.");
            problems.AddIf(
                field.Node["x-boolean"] is not null && (isRequest || field.Node.Text("type") != "string"), field.At, "CONV044",
                "x-boolean is for text fields of a response; leave it out.");
            problems.AddIf(
                field.MaximumJsonBytes is not null && field.Type.Kind != ValueKind.Text, field.At, "CONV044",
                "x-json-maximum-bytes is for fields of text; leave it out.");
        }
    }

    [GeneratedRegex(@"\A[A-Z][A-Za-z0-9]*\z")]
    private static partial Regex Name();
}
