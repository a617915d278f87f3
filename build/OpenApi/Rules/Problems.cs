namespace OpenApi;

/// <summary>Collects the errors of a document.</summary>
public sealed class Problems
{
    private readonly List<Problem> _all = [];

    /// <summary>All problems in the order of the text.</summary>
    public IReadOnlyList<Problem> All => [.. _all.Distinct().OrderBy(problem => problem.At.Line).ThenBy(problem => problem.At.Column)];

    public void Add(Position at, string code, string text) => _all.Add(new(at, code, text));

    public void AddIf(bool isWrong, Position at, string code, string text)
    {
        if (isWrong)
        {
            Add(at, code, text);
        }
    }
}
