using Spectre.Console;
using Spectre.Console.Rendering;

namespace TwilioConversations.Cli;

/// <summary>A table that is written as its rows arrive: the first page determines the width of each column.</summary>
internal sealed class ItemTable<T>(ItemShape<T> shape, IAnsiConsole console, bool hasHeader)
{
    private const int NarrowestTable = 80;
    private const int NarrowestName = 20;
    private const int Gap = 2;

    private readonly List<string> _hidden = [];
    private List<(Column<T> Column, int Width)>? _columns;
    private int _count;

    public void Write(IReadOnlyList<T> items)
    {
        _count += items.Count;
        if (items.Count == 0)
        {
            return;
        }

        // A SID is there to be copied: it is never cut, and gets a line of its own if the terminal is too narrow for a table.
        if (console.Profile.Width < NarrowestTable && !shape.IsChosen)
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
            grid.AddColumn(new GridColumn { Width = width, NoWrap = column.Name != shape.Singular && !shape.IsChosen }.PadLeft(0).PadRight(Gap));
        }

        if (isFirst && hasHeader)
        {
            grid.AddRow([.. _columns.Select(column => new Text(column.Column.Name, new Style(Color.Grey)))]);
        }

        foreach (var item in items)
        {
            grid.AddRow([.. _columns.Select(column => new Text(TextOf(column.Column, item), StyleOf(column.Column)))]);
        }

        console.Write(grid);
    }

    public void Complete()
    {
        if (hasHeader)
        {
            var hidden = _hidden.Count == 0 ? "" : $" (no room for {string.Join(", ", _hidden)}: widen the terminal, or use --fields)";
            console.WriteLine($"{(_count == 1 ? $"1 {shape.Singular}" : $"{_count} {shape.Plural}")}{hidden}");
        }
    }

    private static string TextOf(Column<T> column, T item) => TerminalText.Of(column.Value(item) ?? "");

    // A Chinese character, for example, takes two.
    private static int CellsOf(string text) => new Segment(text).CellCount();

    private static int WidthOf(Column<T> column, IReadOnlyList<T> items) => Math.Max(column.Name.Length, items.Max(item => CellsOf(TextOf(column, item))));

    private Style StyleOf(Column<T> column) => column.Name == shape.Singular ? new Style(decoration: Decoration.Bold)
        : column.Name == "sid" ? new Style(Color.Grey)
        : Style.Plain;

    private List<(Column<T> Column, int Width)> Measure(IReadOnlyList<T> items)
    {
        if (shape.IsChosen)
        {
            // What was asked for is shown whole: cells that are too long for the terminal wrap.
            var share = Math.Max(1, (console.Profile.Width / shape.Columns.Count) - Gap);
            var spare = shape.Columns.Sum(column => Math.Max(0, share - WidthOf(column, items)));
            return [.. shape.Columns.Select(column => (column, Math.Min(WidthOf(column, items), share + spare)))];
        }

        List<(Column<T> Column, int Width)> fixedColumns = [];
        var left = console.Profile.Width - NarrowestName;
        foreach (var column in shape.TableColumns.Prepend(new Column<T>("sid", shape.SidOf)))
        {
            var width = WidthOf(column, items);
            if (left >= width + Gap)
            {
                fixedColumns.Add((column, width));
                left -= width + Gap;
            }
            else
            {
                _hidden.Add(column.Name);
            }
        }

        var name = new Column<T>(shape.Singular, shape.NameOf);
        return [(name, Math.Min(WidthOf(name, items), left + NarrowestName - Gap)), .. fixedColumns];
    }
}
