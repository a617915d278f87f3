namespace SpecDrift;

/// <summary>The outcome of a finding.</summary>
internal enum OutcomeKind
{
    /// <summary>In the document, but for its description.</summary>
    Written,

    /// <summary>In the document as a first version, which a person has to look at as a whole.</summary>
    Drafted,

    /// <summary>Not in the document.</summary>
    Left,
}

/// <summary>The outcome of a finding, with its reason.</summary>
internal sealed record Outcome(OutcomeKind Kind, string? Note = null)
{
    public override string ToString() => (Kind, Note) switch
    {
        (OutcomeKind.Left, _) => $"left to a person: {Note}",
        (var kind, null) => kind.ToString().ToLowerInvariant(),
        var (kind, note) => $"{kind.ToString().ToLowerInvariant()}: {note}",
    };
}

/// <summary>The change that would write a finding.</summary>
/// <param name="Slot">The place in our document. Two proposals for one place must have the same content.</param>
/// <param name="Content">The content, in one line.</param>
/// <param name="Edits">The edits.</param>
/// <param name="Schemas">The schemas that the edits refer to and that are new.</param>
internal sealed record Proposal(string Slot, string Content, IReadOnlyList<Edit> Edits, IReadOnlyList<NewSchema> Schemas)
{
    public OutcomeKind Kind { get; init; }

    public string? Note { get; init; }

    /// <summary>The operations that are new with it.</summary>
    public IReadOnlyList<string> Operations { get; init; } = [];
}

/// <summary>A proposal with all findings that ask for it.</summary>
internal sealed record Change(Proposal Proposal, IReadOnlyList<Finding> Findings)
{
    /// <summary>
    /// True if a new finding only says that one of our schemas or options serves more operations than upstream changed: a field that one scope
    /// gained, a value that one of several enums gained.
    /// </summary>
    public bool Explains(Finding after) => Proposal.Operations.Contains(after.Operation) || Findings.Any(finding => after.Upstream is null && (after.What switch
    {
        "presence" => finding.What is "presence" or "example" && finding.Place.Part == after.Place.Part && LastOf(finding.Place) == LastOf(after.Place),
        "enum value" => finding.What is "enum value" or "presence" or "example",
        "enum" => finding.What is "enum value",
        _ => false,
    }));

    private static string LastOf(Place place) => place.Fields is [.., var last] ? last : place.Name;
}
