using System.Text;
using CsvHelper;

namespace TwilioConversations.Cli;

/// <summary>Rows of CSV: a header of known columns, and the same number of cells in each row.</summary>
internal static class CsvRows
{
    /// <exception cref="UsageException">The text is not well-formed.</exception>
    public static (string Header, List<Row> Rows) Read(ImportText text)
    {
        // The callback gets more details of a malformed record than the reader's exception.
        using var csv = CsvReader.Create(text.Bytes, new CsvReaderOptions
        {
            Separator = ',',
            TrackLineNumbers = true,
            FieldCountMismatch = CsvFieldCountHandling.Skip,
            OnMalformedRecord = malformed => throw ErrorOf(text, malformed),
        });
        csv.ReadHeader();
        var columns = ColumnsOf(text, csv.Headers);
        var rows = new List<Row>();
        while (csv.Read())
        {
            rows.Add(ImportRows.ToRow(rows.Count + 1, csv.LineNumber, Encoding.UTF8.GetString(csv.RawRecord), Cell));
        }

        return (string.Join(',', csv.Headers) + "\n", rows);

        string? Cell(string name) =>
            columns.TryGetValue(name, out var index) && csv.GetString(index) is { Length: > 0 } cell ? SpreadsheetText.Unescape(cell) : null;
    }

    private static Dictionary<string, int> ColumnsOf(ImportText text, IReadOnlyList<string> headers)
    {
        var columns = new Dictionary<string, int>();
        for (var i = 0; i < headers.Count; i++)
        {
            var name = headers[i].Trim().ToLowerInvariant();
            if (ParticipantFields.All.All(field => field.Name != name))
            {
                var known = string.Join(", ", ParticipantFields.All.Select(field => field.Name));
                throw text.Error(1, $"column {i + 1}, '{TerminalText.Of(headers[i])}', is not a field of participants. The fields are {known}.");
            }

            if (!columns.TryAdd(name, i))
            {
                throw text.Error(1, $"column {i + 1}, {name}, repeats column {columns[name] + 1}.");
            }
        }

        return columns.ContainsKey("identity") || columns.ContainsKey("address") || columns.ContainsKey("projected_address")
            ? columns
            : throw text.Error(1, "the first line must name the columns, including identity, address or projected_address.");
    }

    private static UsageException ErrorOf(ImportText text, CsvMalformedRecord record)
    {
        var (line, at) = text.PlaceOf((int)record.ByteOffset);
        return record.Reason switch
        {
            CsvMalformedReason.FieldCountMismatch => text.Error(record.LineNumber, "the row has more or fewer cells than the first line has columns."),
            CsvMalformedReason.UnterminatedQuote => text.Error(record.LineNumber, "the row that begins here has an opening quote without a closing one."),
            CsvMalformedReason.StrayQuote => text.Error(line, $"byte {at}: a quote inside a cell. Enclose the cell in quotes and double the quote."),
            _ => text.Error(line, $"byte {at}: text after the closing quote of a cell. Double each quote that is part of the cell."),
        };
    }
}
