using System.Text.Json.Nodes;

namespace OpenApi;

/// <summary>The command-line option of a field.</summary>
internal static class CommandOption
{
    /// <summary>
    /// The method that makes the option, and the types that it needs beside its owner's; null if the command line cannot take the field.
    /// </summary>
    public static JsonObject? Of(Field field)
    {
        if (Of(field.Type, field.Description) is not { } option)
        {
            return null;
        }

        option["isRequired"] = field.IsRequired;
        option["isRemovable"] = field.IsRemovable;
        // A sensitive value should not have to be on a command line, which other users of the machine can see.
        option["fromFile"] = field is { Type: { Kind: ValueKind.Text, IsList: false }, Privacy: "sensitive" };
        return option;
    }

    public static JsonObject? Of(FieldType type, string description)
    {
        var make = (type.Kind, type.IsList) switch
        {
            (ValueKind.Text, false) => "Text",
            (ValueKind.Text, true) => "Texts",
            (ValueKind.Word, false) => "Word",
            (ValueKind.Word, true) => "Words",
            (ValueKind.Whole, false) => "Number",
            (ValueKind.Flag, false) => "Flag",
            (ValueKind.Date, false) => "Time",
            (ValueKind.Duration, false) => "Duration",
            (ValueKind.Model or ValueKind.Whole or ValueKind.LongWhole or ValueKind.Number or ValueKind.Flag or ValueKind.Date, true) => "Objects",
            _ => null,
        };
        return make is null ? null : new()
        {
            ["make"] = make,
            ["typeName"] = make is "Word" or "Words" or "Objects" ? type.Item : null,
            ["words"] = make is "Word" or "Words" ? $"{type.Item}Words" : null,
            ["text"] = Words.LongLiteral(description),
        };
    }
}
