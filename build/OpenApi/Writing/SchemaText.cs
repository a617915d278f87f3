using System.Text.Json.Nodes;

namespace OpenApi;

/// <summary>The data that the templates print for a schema.</summary>
internal static class SchemaText
{
    public static JsonObject Of(Schema schema)
    {
        var isRequest = schema.Kind == SchemaKind.Request;
        var text = new JsonObject
        {
            ["file"] = schema.File,
            ["summary"] = Words.Comment(schema.Description, isOfMember: false),
        };
        if (schema.Kind == SchemaKind.Enum)
        {
            text["words"] = Json.List(schema.Values, value => new JsonObject { ["wire"] = Words.Literal(value.Value), ["text"] = Words.Comment(value.Value), ["name"] = value.Name });
            return text;
        }

        text["isRequest"] = isRequest;
        text["csharp"] = isRequest ? "class" : "record";
        text["fields"] = Json.List(schema.Fields, isRequest ? RequestField : ResponseField);
        text["hasRemovals"] = schema.Fields.Any(field => field.IsRemovable);
        text["sids"] = string.Concat(schema.Fields.Where(field => field.IsSid).Select(field => $" +\n        $\" {field.Name} = {{{VariableOf(field)}}}\""));
        return text;
    }

    private static string VariableOf(Field field) => $"_{char.ToLowerInvariant(field.Name[0])}{field.Name[1..]}";

    private static JsonObject Shared(Field field) => new()
    {
        ["wire"] = Words.Literal(field.WireName),
        ["name"] = field.Name,
        ["text"] = Words.Comment(field.Description),
    };

    private static string? PrivacyOf(Field field) => field.Privacy is { } privacy
        ? $"{(privacy == "sensitive" ? "Sensitive" : "Personal")} data: this library puts it in no log, trace or exception message."
        : null;

    private static JsonObject ResponseField(Field field)
    {
        var text = Shared(field);
        var canBeAbsent = field.IsNullable || field.Type.IsReference;
        var variable = VariableOf(field);
        text["typeName"] = field.IsNullable ? $"{field.Type.Name}?" : field.Type.Name;
        text["remarks"] = PrivacyOf(field);
        text["mark"] = MarkOf(field);
        text["variable"] = variable;
        text["storage"] = canBeAbsent ? $"{field.Type.Name}?" : field.Type.Name;
        text["sure"] = canBeAbsent && !field.IsNullable ? "!" : "";
        // Of a boolean that the service has as text, its text.
        text["json"] = field.Node.IsTrue("x-boolean") ? $"{variable}{(canBeAbsent ? "?" : "")}.ToString()" : variable;
        text["isJson"] = field is { Type: { Kind: ValueKind.Text, IsList: false }, MaximumJsonBytes: not null };
        text["reader"] = ReaderOf(field, field.IsNullable);
        text["set"] = field.Type switch { { IsList: true } => "ValueList.Of(value)", { Kind: ValueKind.Map } => "ValueMap.Of(value)", _ => "value" };
        text["initial"] = field.IsNullable ? null : InitialOf(field);
        return text;
    }

    private static JsonObject RequestField(Field field)
    {
        var text = Shared(field);
        var reader = ReaderOf(field, isNullable: true);
        var updateType = field.Type.Kind == ValueKind.Text ? field.Type.Name : $"{field.Type.Name}?";
        var update = $"FieldUpdate<{updateType}>";
        text["typeName"] = field.IsRemovable ? update : $"{field.Type.Name}?";
        text["updateType"] = updateType;
        text["remarks"] = string.Join("\n    /// ", new[] { PrivacyOf(field), field.IsRequired ? "Required: a request without it is rejected before it is sent." : null }.OfType<string>());
        text["value"] = field.IsRemovable ? "Unchanged unless set; <see cref=\"FieldUpdate{T}.Remove\"/> removes the stored value."
            : field.Type.IsList ? "Null unless set. Each value is sent as a field of this name; an empty list adds no field, so it cannot clear a stored one."
            : null;
        text["mark"] = "-";
        text["variable"] = field.Name;
        text["json"] = field.IsRemovable ? $"{field.Name}.ForJson" : field.Name;
        text["reader"] = field.IsRemovable ? $"fields.IsNull ? {update}.Remove : {update}.FromValue({reader})" : reader;
        text["adder"] = field.Type.IsList ? "AddEach" : "Add";
        text["rules"] = string.Concat(RulesOf(field).Select(rule => $", {rule}"));
        text["option"] = CommandOption.Of(field);
        return text;
    }

    /// <summary>
    /// The mark of a response's field in JsonNames. A response without one marked * or + is rejected, + may be null; ! is not null; ? is written
    /// as null; - is left out. A resource is named by its SID unless x-named-by has another field.
    /// </summary>
    private static string MarkOf(Field field)
    {
        if (field.WireName == field.Owner.NamedBy)
        {
            return field.IsNullable ? "+" : "*";
        }

        return !field.IsRequired ? "-" : field.IsNullable ? "?" : "!";
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
