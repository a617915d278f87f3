namespace SpecDrift;

/// <summary>One change of a text: at an index, so many characters give way to others.</summary>
internal sealed record Edit(int Index, int Removed, string Added)
{
    public string ApplyTo(string text) => text.Remove(Index, Removed).Insert(Index, Added);
}
