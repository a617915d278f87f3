namespace SpecDrift;

/// <summary>The effect of a difference on callers of the library.</summary>
internal enum Severity
{
    /// <summary>Only documentation changes.</summary>
    Documents,

    /// <summary>Something can be done that could not be done before.</summary>
    Additive,

    /// <summary>Code that works today would not compile, not be accepted, or not get what it was promised.</summary>
    Breaking,
}

/// <summary>One difference between our document and the upstream one.</summary>
/// <param name="Severity">The effect on callers.</param>
/// <param name="Operation">The operation, by our name for it.</param>
/// <param name="Place">The place in the operation.</param>
/// <param name="What">The difference: a keyword of the schema, or the presence of the whole.</param>
/// <param name="Ours">Our document's value; null if there is none.</param>
/// <param name="Upstream">The upstream document's value; null if there is none.</param>
internal sealed record Finding(Severity Severity, string Operation, Place Place, string What, string? Ours, string? Upstream)
{
    /// <summary>The text to add to our document; null if a person has to write it.</summary>
    public Shape? Added { get; init; }

    /// <summary>The new operation, for one that our document does not have.</summary>
    public ApiOperation? NewOperation { get; init; }

    public override string ToString() => $"{Operation}, {Place}: {What} {Ours ?? "(none)"} -> {Upstream ?? "(none)"}";
}

/// <summary>A place within an operation: a part of it, and from there the fields that lead on, <c>[]</c> for the items of an array.</summary>
internal sealed record Place(string Part, string Name, params string[] Fields)
{
    /// <summary>The operation as a whole.</summary>
    public static readonly Place Whole = new("operation", "");

    public const string Form = "form";
    public const string Response = "response";

    public Place Field(string name) => new(Part, Name, [.. Fields, name]);

    // A form has one level, and dots in its names.
    public override string ToString() => string.Join(' ', new[] { Part, Name, Part == Form ? string.Concat(Fields) : Path }.Where(part => part.Length > 0));

    private string Path => string.Concat(Fields.Select(name => name is "[]" or "{}" ? name : "." + name));
}
