using Spectre.Console;
using Spectre.Console.Rendering;

namespace TwilioConversations.Cli.Output;

/// <summary>A table that is written as its rows come: the first page says how wide each column is.</summary>
internal sealed class ItemTable<T>(ItemShape<T> shape, IAnsiConsole console)
{
    private const int NarrowestTable = 80;
    private const int NarrowestName = 20;
    private const int Gap = 2;

    private List<(Column<T> Column, int Width)>? _columns;
    private int _count;

    public void Write(IReadOnlyList<T> items)
    {
        _count += items.Count;
        if (items.Count == 0)
        {
            return;
        }

        // A SID is there to be copied: it is never cut, and where the terminal is too narrow for a table it gets a line of its own.
        if (console.Profile.Width < NarrowestTable)
        {
            foreach (var item in items)
            {
                console.WriteLine(TerminalText.Of(shape.NameOf(item)), new Style(decoration: Decoration.Bold));
                console.WriteLine($"  {shape.SidOf(item)}", new Style(Color.Grey));
            }

            return;
        }

        var isFirst = _columns is null;
        _columns ??= Measure(items);
        var grid = new Grid();
        foreach (var (column, width) in _columns)
        {
            var gridColumn = new GridColumn { Width = width, NoWrap = column.Name != shape.Singular }.PadLeft(0).PadRight(Gap);
            grid.AddColumn(gridColumn);
        }

        if (isFirst)
        {
            grid.AddRow([.. _columns.Select(column => new Text(column.Column.Name, new Style(Color.Grey)))]);
        }

        foreach (var item in items)
        {
            grid.AddRow([.. _columns.Select(column => new Text(TextOf(column.Column, item), StyleOf(column.Column)))]);
        }

        console.Write(grid);
    }

    public void Complete() => console.WriteLine(_count == 1 ? $"1 {shape.Singular}" : $"{_count} {shape.Plural}");

    private static string TextOf(Column<T> column, T item) => TerminalText.Of(column.Value(item) ?? "");

    // A Chinese character, for example, takes two.
    private static int CellsOf(string text) => new Segment(text).CellCount();

    private Style StyleOf(Column<T> column) => column.Name == shape.Singular ? new Style(decoration: Decoration.Bold) : column.Name == "sid" ? new Style(Color.Grey) : Style.Plain;

    private List<(Column<T> Column, int Width)> Measure(IReadOnlyList<T> items)
    {
        List<(Column<T> Column, int Width)> fixedColumns = [];
        var left = console.Profile.Width - NarrowestName;
        foreach (var column in shape.TableColumns.Prepend(new Column<T>("sid", shape.SidOf)))
        {
            var width = Math.Max(column.Name.Length, items.Max(item => CellsOf(TextOf(column, item))));
            if (left >= width + Gap)
            {
                fixedColumns.Add((column, width));
                left -= width + Gap;
            }
        }

        var longest = Math.Max(shape.Singular.Length, items.Max(item => CellsOf(TerminalText.Of(shape.NameOf(item)))));
        return [(new Column<T>(shape.Singular, shape.NameOf), Math.Min(longest, left + NarrowestName - Gap)), .. fixedColumns];
    }
}
