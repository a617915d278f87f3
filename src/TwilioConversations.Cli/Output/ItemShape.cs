namespace TwilioConversations.Cli.Output;

/// <summary>How the items of a resource are printed.</summary>
/// <param name="Singular">What one is called.</param>
/// <param name="Plural">What several are called.</param>
/// <param name="Columns">All fields, for CSV and for one item alone.</param>
/// <param name="NameOf">The name that a person knows an item by.</param>
/// <param name="SidOf">The item's SID.</param>
/// <param name="TableColumns">What the table shows beside name and SID, as far as there is room.</param>
internal sealed record ItemShape<T>(
    string Singular, string Plural, IReadOnlyList<Column<T>> Columns, Func<T, string> NameOf, Func<T, string> SidOf, IReadOnlyList<Column<T>> TableColumns)
{
    /// <summary>The shape of a resource that there is once, and no table of.</summary>
    public static ItemShape<T> Of(string name, IReadOnlyList<Column<T>> columns) => new(name, name, columns, _ => "", _ => "", []);

    /// <summary>A shape whose table shows the fields of these names.</summary>
    public static ItemShape<T> Of(string singular, string plural, IReadOnlyList<Column<T>> columns, Func<T, string> nameOf, Func<T, string> sidOf, params string[] tableColumns) =>
        new(singular, plural, columns, nameOf, sidOf, [.. tableColumns.Select(name => columns.Single(column => column.Name == name))]);
}
