using System.Text.RegularExpressions;

namespace TwilioConversations.Cli;

/// <summary>Finds cells that a spreadsheet would run as a formula, and escapes them with an apostrophe.</summary>
/// <remarks>
/// Reading removes an apostrophe before a formula character or another apostrophe. A cell that already begins with such a pair is written with
/// one more, so that every file reads back unchanged, with or without escaped formulas.
/// </remarks>
internal static partial class SpreadsheetText
{
    private const char Apostrophe = '\'';
    private const string FormulaStarts = "=+-@\t\r";

    /// <summary>Returns true if a spreadsheet would run the cell. Numbers, including phone numbers, are safe.</summary>
    public static bool IsFormula(string? cell) => StartsFormula(cell) && !Number().IsMatch(cell!);

    public static string? Escape(string? cell, bool formulas) => (formulas && StartsFormula(cell)) || IsEscaped(cell) ? Apostrophe + cell : cell;

    public static string Unescape(string cell) => IsEscaped(cell) ? cell[1..] : cell;

    private static bool StartsFormula(string? cell) => cell is [var first, ..] && FormulaStarts.Contains(first, StringComparison.Ordinal);

    private static bool IsEscaped(string? cell) => cell is [Apostrophe, Apostrophe, ..] || (cell is [Apostrophe, ..] && StartsFormula(cell[1..]));

    [GeneratedRegex(@"\A[+-][0-9]+\z")]
    private static partial Regex Number();
}
