using CsvHelper;
using Newtonsoft.Json;
using Spectre.Console;

namespace TwilioConversations.Cli.Output;

internal enum OutputFormat
{
    Table,
    Json,
    Jsonl,
    Csv,
}

/// <summary>Writes items one after the other. Only the table depends on the terminal.</summary>
internal sealed class ItemWriter<T>(ItemShape<T> shape, OutputFormat format, TextWriter output, IAnsiConsole console, bool escapeFormulas = false) : IDisposable
    where T : class
{
    private readonly CsvWriter? _csv = format == OutputFormat.Csv ? CsvRecords.WriterTo(output) : null;
    private readonly ItemTable<T> _table = new(shape, console);
    private int _count;

    /// <summary>How many cells of CSV a spreadsheet would run as a formula if they were not escaped.</summary>
    public int Formulas { get; private set; }

    /// <summary>Writes a whole list. Each page is written before the next one is awaited.</summary>
    public async Task WriteAsync(IAsyncEnumerable<ListPage<T>> pages)
    {
        await foreach (var page in pages)
        {
            if (format == OutputFormat.Table)
            {
                _table.Write(page.Items);
            }
            else
            {
                foreach (var item in page.Items)
                {
                    Write(item);
                }
            }

            await FlushAsync();
        }

        await CompleteAsync();
    }

    /// <summary>Writes one item, as an object rather than a list of one.</summary>
    public async Task WriteOneAsync(T item)
    {
        switch (format)
        {
            case OutputFormat.Table:
                var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn();
                foreach (var (name, value) in shape.Columns.Select(field => (field.Name, Value: field.Value(item))).Where(field => field.Value is not null))
                {
                    grid.AddRow(new Text(name, new Style(Color.Grey)), new Text(TerminalText.Of(value!)));
                }

                console.Write(grid);
                return;
            case OutputFormat.Json:
                await output.WriteLineAsync(JsonConvert.SerializeObject(item, Formatting.Indented));
                break;
            default:
                Write(item);
                break;
        }

        await FlushAsync();
    }

    public void Dispose() => _csv?.Dispose();

    private void Write(T item)
    {
        switch (format)
        {
            case OutputFormat.Json:
                output.Write(_count == 0 ? "[\n" : ",\n");
                output.Write(JsonConvert.SerializeObject(item));
                break;
            case OutputFormat.Jsonl:
                output.WriteLine(JsonConvert.SerializeObject(item));
                break;
            case OutputFormat.Csv:
                WriteCsvHeader();
                string?[] cells = [.. shape.Columns.Select(field => field.Value(item))];
                Formulas += cells.Count(SpreadsheetText.IsFormula);
                _csv!.WriteCells(cells.Select(cell => SpreadsheetText.Escape(cell, escapeFormulas)));
                break;
        }

        _count++;
    }

    private async Task CompleteAsync()
    {
        switch (format)
        {
            case OutputFormat.Table:
                _table.Complete();
                break;
            case OutputFormat.Json:
                await output.WriteLineAsync(_count == 0 ? "[]" : "\n]");
                break;
            case OutputFormat.Csv:
                WriteCsvHeader();
                break;
        }

        await FlushAsync();
    }

    private async Task FlushAsync()
    {
        if (_csv is not null)
        {
            await _csv.FlushAsync();
        }

        await output.FlushAsync();
    }

    private void WriteCsvHeader()
    {
        if (_count == 0)
        {
            _csv!.WriteCells(shape.Columns.Select(field => field.Name));
        }
    }
}
