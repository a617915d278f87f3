using System.Diagnostics;
using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.Cli;

/// <summary>The outcome of one row or ID.</summary>
internal sealed record Outcome(int Row, string Name, BulkStatus Status, string? Sid, Exception? Error)
{
    /// <summary>True if the outcome is unknown, because the input was not reached or was interrupted.</summary>
    public bool IsOpen => Status is BulkStatus.NotSent or BulkStatus.Unknown;
}

/// <summary>Prints the outcomes of a bulk operation: a line for each, and the totals at the end.</summary>
internal sealed class ResultPrinter(CommandContext context, string what, string done)
{
    private readonly OutputFormat _format = context.OutputFormat ?? OutputFormat.Table;
    private readonly bool _isForPeople = context.OutputFormat is null or OutputFormat.Table && !context.Environment.IsOutputRedirected;
    private readonly Dictionary<string, int> _counts = [];
    private readonly List<Outcome> _failed = [];
    private readonly long _started = Stopwatch.GetTimestamp();
    private int _written;
    private bool _isClosed;

    /// <summary>True if inputs are rows of a file, whose numbers are printed.</summary>
    public bool HasRows { get; set; }

    /// <summary>True if a progress bar would mix with data.</summary>
    public bool IsDataOnTerminal => !_isForPeople && !context.Environment.IsOutputRedirected;

    public async Task AddAsync(Outcome outcome)
    {
        var status = NameOf(outcome.Status);
        _counts[status] = _counts.GetValueOrDefault(status) + 1;
        if (outcome.Status == BulkStatus.Failed)
        {
            _failed.Add(outcome);
        }

        if (!_isForPeople && !outcome.IsOpen)
        {
            await PrintAsync(() => Write(outcome, status, outcome.Error is null ? null : ErrorHints.Of(outcome.Error)));
        }
    }

    /// <summary>Ends the data, and prints failures and totals on stderr.</summary>
    public async Task CompleteAsync(bool isInterrupted)
    {
        if (_format == OutputFormat.Json)
        {
            await PrintAsync(() => context.Output.WriteLine(_written == 0 ? "[]" : "\n]"));
        }

        if (_isForPeople)
        {
            foreach (var outcome in _failed)
            {
                context.Tell($"{(HasRows ? $"row {outcome.Row}, " : "")}{outcome.Name}: {ErrorHints.Of(outcome.Error!)}");
            }
        }

        var sum = _counts.Count == 0 ? "nothing to do" : string.Join(", ", _counts.Select(count => $"{count.Value} {count.Key}"));
        var seconds = string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(_started).TotalSeconds:0.0}");
        context.Note($"{(isInterrupted ? "Interrupted: " : "")}{sum}, in {seconds} s.");
    }

    /// <summary>Prints as long as the reader reads. The work goes on when the reader has closed the pipe.</summary>
    private async Task PrintAsync(Action write)
    {
        if (_isClosed)
        {
            return;
        }

        try
        {
            write();
            await context.Output.FlushAsync();
        }
        catch (IOException e)
        {
            _isClosed = true;
            if (!StandardOutput.IsClosed(e))
            {
                context.Tell($"Cannot print further results: {FileErrors.ReasonOf(e)}. The work continues.");
            }
        }
    }

    private void Write(Outcome outcome, string status, string? error)
    {
        switch (_format)
        {
            case OutputFormat.Table:
                context.Output.WriteLine(TerminalText.Of($"{(HasRows ? $"row {outcome.Row}: " : "")}{status} {outcome.Name} {outcome.Sid} {error}".TrimEnd()));
                break;
            case OutputFormat.Csv:
                using (var csv = CsvRecords.WriterTo(context.Output))
                {
                    if (_written == 0)
                    {
                        csv.WriteCells(Cells(outcome, status, error).Select(cell => cell.Name));
                    }

                    csv.WriteCells(Cells(outcome, status, error).Select(cell => (string?)cell.Value));
                }

                break;
            default:
                var json = new JObject(Cells(outcome, status, error)).ToString(Formatting.None);
                context.Output.Write(_format == OutputFormat.Jsonl ? json + "\n" : (_written == 0 ? "[\n" : ",\n") + json);
                break;
        }

        _written++;
    }

    private JProperty[] Cells(Outcome outcome, string status, string? error)
    {
        JProperty[] cells = [new("row", outcome.Row), new("status", status), new("sid", outcome.Sid), new(what, outcome.Name), new("error", error)];
        return HasRows ? cells : cells[1..];
    }

    private string NameOf(BulkStatus status) => status switch
    {
        BulkStatus.Done => done,
        BulkStatus.AlreadyExists => "unchanged",
        BulkStatus.AlreadyGone => "already gone",
        BulkStatus.Failed => "failed",
        BulkStatus.NotSent => "not done",
        _ => "unknown",
    };
}
