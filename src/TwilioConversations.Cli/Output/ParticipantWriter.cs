using System.Globalization;
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

/// <summary>Writes participants one after the other, in a format that does not change with the terminal; the table alone is for people.</summary>
internal sealed class ParticipantWriter(OutputFormat format, TextWriter output, IAnsiConsole console, bool escapeFormulas = false) : IDisposable
{
    private readonly CsvWriter? _csv = format == OutputFormat.Csv ? CsvRecords.WriterTo(output) : null;
    private readonly List<Participant> _rows = [];
    private int _count;

    /// <summary>How many cells of CSV a spreadsheet would run as a formula, were they not escaped.</summary>
    public int Formulas { get; private set; }

    /// <summary>Writes all of a list: what came with a page is out before the next is waited for.</summary>
    public async Task WriteAsync(IAsyncEnumerable<ListPage<Participant>> pages)
    {
        await foreach (var page in pages)
        {
            foreach (var participant in page.Items)
            {
                Write(participant);
            }

            await FlushAsync();
        }

        await CompleteAsync();
    }

    /// <summary>Writes one alone: an object rather than a list of one.</summary>
    public async Task WriteOneAsync(Participant participant)
    {
        switch (format)
        {
            case OutputFormat.Table:
                var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn();
                foreach (var (name, value) in ParticipantFields.All.Select(field => (field.Name, Value: field.Value(participant))).Where(field => field.Value is not null))
                {
                    grid.AddRow(new Text(name, new Style(Color.Grey)), new Text(TerminalText.Of(value!)));
                }

                console.Write(grid);
                return;
            case OutputFormat.Json:
                await output.WriteLineAsync(JsonConvert.SerializeObject(participant, Formatting.Indented));
                break;
            default:
                Write(participant);
                break;
        }

        await FlushAsync();
    }

    public void Dispose() => _csv?.Dispose();

    private void Write(Participant participant)
    {
        switch (format)
        {
            case OutputFormat.Table:
                _rows.Add(participant);
                break;
            case OutputFormat.Json:
                output.Write(_count == 0 ? "[\n" : ",\n");
                output.Write(JsonConvert.SerializeObject(participant));
                break;
            case OutputFormat.Jsonl:
                output.WriteLine(JsonConvert.SerializeObject(participant));
                break;
            case OutputFormat.Csv:
                WriteCsvHeader();
                string?[] cells = [.. ParticipantFields.All.Select(field => field.Value(participant))];
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
                WriteTable();
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
            _csv!.WriteCells(ParticipantFields.All.Select(field => field.Name));
        }
    }

    // A SID is there to be copied: it is never cut, and where the terminal is too narrow for a table it gets a line of its own.
    private void WriteTable()
    {
        if (console.Profile.Width < 80)
        {
            foreach (var participant in _rows)
            {
                console.WriteLine(TerminalText.Of(ParticipantFields.NameOf(participant)), new Style(decoration: Decoration.Bold));
                console.WriteLine($"  {participant.Sid}", new Style(Color.Grey));
            }
        }
        else
        {
            var table = new Table().Border(TableBorder.Simple).AddColumn("participant").AddColumn(new TableColumn("channel").NoWrap()).AddColumn(new TableColumn("sid").NoWrap()).AddColumn(new TableColumn("read").RightAligned().NoWrap());
            if (console.Profile.Width >= 120)
            {
                table.AddColumn(new TableColumn("updated").NoWrap());
            }

            foreach (var participant in _rows)
            {
                Text[] cells =
                [
                    new(TerminalText.Of(ParticipantFields.NameOf(participant)), new Style(decoration: Decoration.Bold)),
                    new(participant.MessagingBinding?.Type ?? "chat"),
                    new(participant.Sid, new Style(Color.Grey)),
                    new(participant.LastReadMessageIndex?.ToString(CultureInfo.InvariantCulture) ?? ""),
                    new(participant.DateUpdated.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)),
                ];
                table.AddRow(cells[..table.Columns.Count]);
            }

            console.Write(table);
        }

        console.WriteLine(_rows.Count == 1 ? "1 participant" : $"{_rows.Count} participants");
    }
}
