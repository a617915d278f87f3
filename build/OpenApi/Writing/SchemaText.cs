using System.Text.Json.Nodes;

namespace OpenApi;

/// <summary>The data that the templates print for a schema.</summary>
internal static class SchemaText
{
    public static JsonObject Of(Schema schema)
    {
        var text = new JsonObject
        {
            ["file"] = schema.File,
            ["kind"] = schema.Kind.ToString().ToLowerInvariant(),
            ["summary"] = Words.Comment(schema.Description, isOfMember: false),
        };
        if (schema.Kind == SchemaKind.Enum)
        {
            text["words"] = Json.List(schema.Values, value => new JsonObject { ["wire"] = Words.Literal(value.Value), ["text"] = Words.Comment(value.Value), ["name"] = value.Name });
            return text;
        }

        text["fields"] = Json.List(schema.Fields, schema.Kind == SchemaKind.Request ? RequestField : ResponseField);
        text["hasSids"] = schema.Fields.Any(field => field.IsSid);
        text["hasRemovals"] = schema.Fields.Any(field => field.IsRemovable);
        text["items"] = schema.Items is { } items ? new JsonObject { ["name"] = items.Name, ["typeName"] = items.Type.Item } : null;
        return text;
    }

    private static JsonObject Shared(Field field) => new()
    {
        ["wire"] = Words.Literal(field.WireName),
        ["name"] = field.Name,
        ["typeName"] = field.Type.Name,
        ["text"] = Words.Comment(field.Description),
        ["privacy"] = field.Privacy switch { null => null, "sensitive" => "Sensitive", _ => "Personal" },
        ["isRequired"] = field.IsRequired,
        ["isList"] = field.Type.IsList,
        ["isRemovable"] = field.IsRemovable,
        ["updateType"] = field.Type.Kind == ValueKind.Text ? field.Type.Name : $"{field.Type.Name}?",
        ["jsonBytes"] = field is { Type: { Kind: ValueKind.Text, IsList: false }, MaximumJsonBytes: { } maximum } ? maximum : null,
    };

    private static JsonObject ResponseField(Field field)
    {
        var text = Shared(field);
        var canBeAbsent = field.IsNullable || field.Type.IsReference;
        text["mark"] = MarkOf(field);
        text["variable"] = $"_{char.ToLowerInvariant(field.Name[0])}{field.Name[1..]}";
        // Of a boolean that the service has as text, its text.
        text["json"] = field is { Type.Kind: ValueKind.Flag } && field.Node.IsTrue("x-boolean") ? $"{text["variable"]}?.ToString()" : (string?)text["variable"];
        text["storage"] = canBeAbsent ? $"{field.Type.Name}?" : field.Type.Name;
        text["sure"] = canBeAbsent && !field.IsNullable ? "!" : "";
        text["json"] = field.Node.IsTrue("x-boolean") ? $"{text["variable"]}{(canBeAbsent ? "?" : "")}.ToString()" : $"{text["variable"]}";
        text["isNullable"] = field.IsNullable;
        text["isSid"] = field.IsSid;
        text["reader"] = ReaderOf(field, field.IsNullable);
        text["set"] = field.Type switch { { IsList: true } => "ValueList.Of(value)", { Kind: ValueKind.Map } => "ValueMap.Of(value)", _ => "value" };
        text["initial"] = field.IsNullable ? null : InitialOf(field);
        return text;
    }

    private static JsonObject RequestField(Field field)
    {
        var text = Shared(field);
        text["mark"] = "-";
        text["reader"] = ReaderOf(field, isNullable: true);
        text["adder"] = field.Type.IsList ? "AddEach" : "Add";
        text["rules"] = string.Concat(RulesOf(field).Select(rule => $", {rule}"));
        text["option"] = CommandOption.Of(field);
        return text;
    }

    /// <summary>
    /// What JsonNames knows of a response's field. A response without one marked * or + is rejected, + may be null; ! is not null; ? is written
    /// as null; - is left out. A resource is named by its SID unless x-named-by has another field; a page needs its items, and what tells whether
    /// another page follows.
    /// </summary>
    private static string MarkOf(Field field)
    {
        var owner = field.Owner;
        if (field.WireName == owner.NamedBy || field == owner.Items)
        {
            return field.IsNullable ? "+" : "*";
        }

        return owner.Kind == SchemaKind.Page && field.WireName == "meta" ? "*" : !field.IsRequired ? "-" : field.IsNullable ? "?" : "!";
    }

    /// <summary>The expression that reads a value.</summary>
    private static string ReaderOf(Field field, bool isNullable)
    {
        var type = field.Type;
        var name = type switch
        {
            { IsList: true } => "List",
            { Kind: ValueKind.Text or ValueKind.Word } => "String",
            { Kind: ValueKind.Whole } => "Int32",
            { Kind: ValueKind.LongWhole } => "Int64",
            { Kind: ValueKind.Number } => "Double",
            { Kind: ValueKind.Flag } => "Boolean",
            { Kind: ValueKind.Model } => "Object",
            _ => type.Kind.ToString(),
        };
        var call = $"fields.Read{name}{(isNullable ? "OrNull" : "")}";
        // The cases of a switch share their variables.
        var text = $"text{field.Owner.Fields.TakeWhile(other => other != field).Count()}";
        return type switch
        {
            { Kind: ValueKind.Model } => $"{call}({type.Item}.ReadFrom)",
            { IsList: true } => $"{call}<{type.Item}>()",
            { Kind: ValueKind.Word } when isNullable => $"{call}() is {{ }} {text} ? new {type.Item}({text}) : null",
            { Kind: ValueKind.Word } => $"new {type.Item}({call}() ?? \"\")",
            _ => $"{call}()",
        };
    }

    /// <summary>The value of an instance that a caller makes; null for the type's own.</summary>
    private static string? InitialOf(Field field) => field.Type switch
    {
        { IsList: true } => $"ValueList<{field.Type.Item}>.None",
        { Kind: ValueKind.Text } => $"\"{Words.Literal(field.Node.Text("default") ?? "")}\"",
        { Kind: ValueKind.Map } => "ValueMap.None",
        { Kind: ValueKind.Model } => "new()",
        _ => null,
    };

    private static IEnumerable<string> RulesOf(Field field)
    {
        if (field.IsRequired)
        {
            yield return "isRequired: true";
        }

        if (field.Type.IsList && field.Node.Whole("minItems") is { } minimum and > 0)
        {
            yield return $"minimumItems: {minimum}";
        }

        if (field.Type.IsList && field.Node.Whole("maxItems") is { } maximum)
        {
            yield return $"maximumItems: {maximum}";
        }

        if (Sids.PrefixOf(field.ValueNode) is { } prefix)
        {
            yield return $"sidPrefix: \"{prefix}\"";
        }
        else if (field.MaximumJsonBytes is { } bytes)
        {
            yield return $"maximumJsonBytes: {bytes}";
        }
        else if (field.ValueNode.Whole("maxLength") is { } length)
        {
            yield return $"maximumLength: {length}";
        }

        if (field.Node.Text("x-not-sid") is { } kind)
        {
            yield return $"notSid: \"{kind}\"";
        }

        if (field.Node.Whole("x-minimum-minutes") is { } minutes)
        {
            yield return $"minimumMinutes: {minutes}";
        }
    }
}
