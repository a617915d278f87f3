namespace OpenApi;

/// <summary>A line and a column of the document's text, both from 1.</summary>
public readonly record struct Position(int Line, int Column)
{
    public static readonly Position Start = new(1, 1);

    public override string ToString() => $"({Line},{Column})";
}
