using System.Text;
using System.Text.RegularExpressions;

namespace TwilioConversations.Tests;

/// <summary>The assumptions and what came of them, as a table in Markdown without personal data.</summary>
internal static partial class ContractTable
{
    public const string AsAssumed = "as assumed";

    /// <summary>Checks an assumption, and returns the outcome in a few words.</summary>
    public static async Task<string> CheckAsync(Assumption assumption, ServiceUnderTest service)
    {
        try
        {
            await assumption.Check(new Scene(service));
            return AsAssumed;
        }
        catch (DifferenceException e)
        {
            return $"came: {Masked(e.Message)}";
        }
    }

    public static string Of(IEnumerable<(string Assumption, string Result)> rows)
    {
        var table = new StringBuilder("| Assumption | Result |\n| --- | --- |\n");
        foreach (var (assumption, result) in rows)
        {
            table.Append(System.Globalization.CultureInfo.InvariantCulture, $"| {Cell(assumption)} | {Cell(result)} |\n");
        }

        return table.ToString();
    }

    /// <summary>The text without SIDs, numbers and addresses of the account.</summary>
    public static string Masked(string text) => Personal().Replace(text, found => found.Groups["sid"] is { Success: true } sid ? $"{sid.Value[..2]}…" : "…");

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");

    [GeneratedRegex(@"(?<sid>[A-Z]{2}[0-9a-fA-F]{32})|\+[0-9]{4,}|[^\s""@]+@[^\s""@]+")]
    private static partial Regex Personal();
}
