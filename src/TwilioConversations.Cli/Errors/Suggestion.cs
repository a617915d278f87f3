namespace TwilioConversations.Cli;

/// <summary>Finds the word that was probably meant by an unknown one.</summary>
internal static class Suggestion
{
    private const int MostEdits = 2;

    // Words that other tools use for the same verb.
    private static readonly Dictionary<string, string[]> Synonyms = new()
    {
        ["get"] = ["fetch"],
        ["show"] = ["fetch"],
        ["ls"] = ["list"],
        ["add"] = ["create", "send"],
        ["new"] = ["create", "send"],
        ["rm"] = ["delete"],
        ["remove"] = ["delete"],
        ["edit"] = ["update"],
        ["set"] = ["update"],
    };

    /// <summary>Returns the closest known word; null if none is close.</summary>
    public static string? Of(string word, IEnumerable<string> known)
    {
        var words = known.ToList();
        return Synonyms.GetValueOrDefault(word)?.FirstOrDefault(words.Contains)
            ?? words.Select(candidate => (Word: candidate, Edits: Edits(word, candidate)))
                .Where(candidate => candidate.Edits <= Math.Min(MostEdits, word.Length / 2))
                .OrderBy(candidate => candidate.Edits)
                .FirstOrDefault().Word;
    }

    /// <summary>The number of insertions, deletions, replacements and swaps that turn one word into the other.</summary>
    private static int Edits(string from, string to)
    {
        var edits = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    edits[i, j] = i + j;
                    continue;
                }

                var isSame = from[i - 1] == to[j - 1];
                edits[i, j] = Math.Min(edits[i - 1, j - 1] + (isSame ? 0 : 1), 1 + Math.Min(edits[i - 1, j], edits[i, j - 1]));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    edits[i, j] = Math.Min(edits[i, j], 1 + edits[i - 2, j - 2]);
                }
            }
        }

        return edits[from.Length, to.Length];
    }
}
