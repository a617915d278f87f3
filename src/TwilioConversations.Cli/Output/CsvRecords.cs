using CsvHelper;

namespace TwilioConversations.Cli;

/// <summary>CSV with LF line endings, like JSON lines.</summary>
internal static class CsvRecords
{
    private static readonly CsvWriterOptions Options = new() { NewLine = "\n" };

    public static CsvWriter WriterTo(TextWriter output) => CsvWriter.Create(output, Options, leaveOpen: true);

    public static void WriteCells(this CsvWriter csv, IEnumerable<string?> cells)
    {
        foreach (var cell in cells)
        {
            csv.WriteField(cell);
        }

        csv.EndRecord();
    }
}
