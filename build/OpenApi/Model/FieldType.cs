namespace OpenApi;

/// <summary>The type of a value on the wire.</summary>
public enum ValueKind
{
    Text,
    Whole,
    LongWhole,
    Number,
    Flag,
    Date,
    Duration,
    Word,
    Model,
    Map,
    Raw,
}

/// <summary>The type of a field or parameter in C#.</summary>
/// <param name="Kind">The kind of each value.</param>
/// <param name="Schema">The schema of a word or a model.</param>
/// <param name="IsList">True if there are several values.</param>
public sealed record FieldType(ValueKind Kind, Schema? Schema = null, bool IsList = false)
{
    private const string List = "IReadOnlyList";

    /// <summary>The type of one value.</summary>
    public string Item => Kind switch
    {
        ValueKind.Text => "string",
        ValueKind.Whole => "int",
        ValueKind.LongWhole => "long",
        ValueKind.Number => "double",
        ValueKind.Flag => "bool",
        ValueKind.Date => "DateTimeOffset",
        ValueKind.Duration => "TimeSpan",
        ValueKind.Map => "IReadOnlyDictionary<string, string>",
        ValueKind.Raw => "RawJson",
        _ => Schema!.Name,
    };

    public string Name => IsList ? $"{List}<{Item}>" : Item;

    /// <summary>True if C# has it as a reference, which can be null before there is a value.</summary>
    public bool IsReference => IsList || Kind is ValueKind.Text or ValueKind.Model or ValueKind.Map;

    /// <summary>True if a value of it can be removed with the text <c>null</c>.</summary>
    public bool IsSingle => !IsList && Kind is not (ValueKind.Model or ValueKind.Map or ValueKind.Raw);

    /// <summary>The schema of each value, which may refer to a component.</summary>
    public static FieldType Of(Document document, MapNode schema)
    {
        if (document.ComponentOf(schema) is { } component)
        {
            return new(component.Kind == SchemaKind.Enum ? ValueKind.Word : ValueKind.Model, component);
        }

        if (schema.Text("type") != "array")
        {
            return new(KindOf(schema));
        }

        var item = schema.Map("items") is { } items ? Of(document, items) : new(ValueKind.Raw);
        return (item.IsList || item.Kind == ValueKind.Map ? new(ValueKind.Raw) : item) with { IsList = true };
    }

    private static ValueKind KindOf(MapNode schema) => (schema.Text("type"), schema.Text("format")) switch
    {
        ("string", "date-time") => ValueKind.Date,
        ("string", _) => schema.IsTrue("x-boolean") ? ValueKind.Flag : schema.IsTrue("x-duration") ? ValueKind.Duration : ValueKind.Text,
        ("integer", "int64") => ValueKind.LongWhole,
        ("integer", _) => ValueKind.Whole,
        ("number", _) => ValueKind.Number,
        ("boolean", _) => ValueKind.Flag,
        ("object", "uri-map") => ValueKind.Map,
        ("object", _) when schema.Map("additionalProperties")?.Text("type") == "string" => ValueKind.Map,
        _ => ValueKind.Raw,
    };
}
