namespace OpenApi;

/// <summary>The patterns by which the document marks SIDs.</summary>
public static class Sids
{
    /// <summary>The end of a SID's pattern.</summary>
    public const string Digits = "[0-9a-fA-F]{32}$";

    /// <summary>The two letters of a SID's pattern, such as CH; null for another pattern, or none.</summary>
    public static string? PrefixOf(MapNode schema) =>
        schema.Text("pattern") is ['^', var one, var two, .. Digits] && char.IsAsciiLetterUpper(one) && char.IsAsciiLetterUpper(two) ? $"{one}{two}" : null;
}
