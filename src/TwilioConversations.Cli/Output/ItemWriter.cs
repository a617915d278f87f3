using CsvHelper;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Spectre.Console;

namespace TwilioConversations.Cli;

internal enum OutputFormat
{
    Table,
    Json,
    Jsonl,
    Csv,
}

/// <summary>Writes items one after the other. Only the table depends on the terminal.</summary>
internal sealed class ItemWriter<T>(
    ItemShape<T> shape, OutputFormat format, TextWriter output, IAnsiConsole console, bool escapeFormulas = false, bool hasHeader = true) : IDisposable
    where T : class
{
    private readonly CsvWriter? _csv = format == OutputFormat.Csv ? CsvRecords.WriterTo(output) : null;
    private readonly ItemTable<T> _table = new(shape, console, hasHeader);
    private int _count;

    /// <summary>The number of CSV cells that a spreadsheet would run as a formula if they were not escaped.</summary>
    public int Formulas { get; private set; }

    /// <summary>Writes a whole list. Each page is written before the next one is awaited.</summary>
    public async Task WriteAsync(IAsyncEnumerable<ListPage<T>> pages)
    {
        await foreach (var page in pages)
        {
            await WritePageAsync(page.Items);
        }

        await CompleteAsync();
    }

    /// <summary>Writes the first items of a list, and returns whether it has more. No page is requested that is not needed.</summary>
    public async Task<bool> WriteFirstAsync(IAsyncEnumerable<ListPage<T>> pages, int limit)
    {
        var isCut = false;
        await foreach (var page in pages)
        {
            var left = limit - _count;
            isCut = page.Items.Count > left || (page.Items.Count == left && page.NextPageToken is not null);
            await WritePageAsync(page.Items.Count > left ? [.. page.Items.Take(left)] : page.Items);
            if (isCut)
            {
                break;
            }
        }

        await CompleteAsync();
        return isCut;
    }

    /// <summary>Writes one item, as an object rather than a list of one.</summary>
    public async Task WriteOneAsync(T item)
    {
        switch (format)
        {
            case OutputFormat.Table:
                // Links are for programs.
                var fields = shape.Columns.Where(field => shape.IsChosen || field.Name != "links").Select(field => (field.Name, Value: field.Value(item)));
                var grid = new Grid();
                if (hasHeader)
                {
                    grid.AddColumn(new GridColumn().NoWrap().PadRight(2));
                }

                grid.AddColumn();
                foreach (var (name, value) in fields.Where(field => field.Value is not null))
                {
                    Text[] cells = [new(name, new Style(Color.Grey)), new(TerminalText.Of(value!))];
                    grid.AddRow(hasHeader ? cells : cells[1..]);
                }

                console.Write(grid);
                return;
            case OutputFormat.Json:
                await output.WriteLineAsync(JsonOf(item, Formatting.Indented));
                break;
            default:
                Write(item);
                break;
        }

        await FlushAsync();
    }

    public void Dispose() => _csv?.Dispose();

    private async Task WritePageAsync(IReadOnlyList<T> items)
    {
        if (format == OutputFormat.Table)
        {
            _table.Write(items);
            _count += items.Count;
        }
        else
        {
            foreach (var item in items)
            {
                Write(item);
            }
        }

        await FlushAsync();
    }

    private void Write(T item)
    {
        switch (format)
        {
            case OutputFormat.Json:
                output.Write(_count == 0 ? "[\n" : ",\n");
                output.Write(JsonOf(item, Formatting.None));
                break;
            case OutputFormat.Jsonl:
                output.WriteLine(JsonOf(item, Formatting.None));
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

    // Chosen fields stay what they are in the item's JSON; a column that is part of an object there, such as an address, is text.
    private string JsonOf(T item, Formatting formatting)
    {
        if (!shape.IsChosen)
        {
            return JsonConvert.SerializeObject(item, formatting);
        }

        using var reader = new JsonTextReader(new StringReader(JsonConvert.SerializeObject(item))) { DateParseHandling = DateParseHandling.None };
        var whole = JObject.Load(reader);
        return new JObject(shape.Columns.Select(field => new JProperty(field.Name, whole[field.Name] ?? field.Value(item)))).ToString(formatting);
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
        if (_count == 0 && hasHeader)
        {
            _csv!.WriteCells(shape.Columns.Select(field => field.Name));
        }
    }
}
