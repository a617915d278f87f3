using System.Text.RegularExpressions;

namespace TwilioConversations.Cli;

/// <summary>The columns in which the items of a resource are printed.</summary>
/// <param name="Singular">The name of one item.</param>
/// <param name="Plural">The name of several items.</param>
/// <param name="Columns">All fields, for CSV and for one item alone.</param>
/// <param name="NameOf">Returns the name that a person knows an item by.</param>
/// <param name="SidOf">Returns the item's SID.</param>
/// <param name="TableColumns">The columns of the table beside name and SID, as far as there is room.</param>
internal sealed partial record ItemShape<T>(
    string Singular, string Plural, IReadOnlyList<Column<T>> Columns, Func<T, string> NameOf, Func<T, string> SidOf, IReadOnlyList<Column<T>> TableColumns)
{
    /// <summary>True if <see cref="Columns"/> are those that the user chose.</summary>
    public bool IsChosen { get; private init; }

    /// <summary>Creates the shape of a resource that exists once and has no table.</summary>
    public static ItemShape<T> Of(string name, IReadOnlyList<Column<T>> columns) => new(name, name, columns, _ => "", _ => "", []);

    /// <summary>Creates a shape whose table shows the fields of these names.</summary>
    public static ItemShape<T> Of(
        string singular, string plural, IReadOnlyList<Column<T>> columns, Func<T, string> nameOf, Func<T, string> sidOf, params string[] tableColumns) =>
        new(singular, plural, columns, nameOf, sidOf, [.. tableColumns.Select(name => columns.Single(column => column.Name == name))]);

    /// <summary>Returns the shape that has the fields of a list such as <c>sid,state</c> only; null keeps all.</summary>
    /// <exception cref="UsageException">The resource has no such field.</exception>
    public ItemShape<T> Only(string? fields) => fields is null ? this : this with
    {
        IsChosen = true,
        Columns =
        [
            .. Comma().Split(fields.Trim()).Select(name =>
                Columns.FirstOrDefault(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? throw Unknown(name)),
        ],
    };

    private UsageException Unknown(string name)
    {
        var known = Columns.Select(column => column.Name).ToList();
        var meant = Suggestion.Of(name, known) is { } near ? $" Did you mean {near}?" : "";
        return new($"--fields: '{TerminalText.Of(name)}' is not a field of {Plural}.{meant} The fields are {string.Join(", ", known)}.");
    }

    [GeneratedRegex(@"\s*,\s*")]
    private static partial Regex Comma();
}
