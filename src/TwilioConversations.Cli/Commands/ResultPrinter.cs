using System.Diagnostics;
using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TwilioConversations.Cli.Output;

namespace TwilioConversations.Cli.Commands;

/// <summary>The outcome of one row or id.</summary>
internal sealed record Outcome(int Row, string Name, BulkStatus Status, string? Sid, Exception? Error)
{
    /// <summary>Whether it is neither known to be done nor known to have failed: it was not reached, or was interrupted.</summary>
    public bool IsOpen => Status is BulkStatus.NotSent or BulkStatus.Unknown;
}

/// <summary>Prints the outcomes of many: a line for each, and the totals at the end.</summary>
internal sealed class ResultPrinter(CommandContext context, string what, string done)
{
    private readonly string[] _columns = ["row", "status", "sid", what, "error"];

    private readonly OutputFormat _format = context.OutputFormat ?? OutputFormat.Table;
    private readonly bool _isForPeople = context.OutputFormat is null or OutputFormat.Table && !context.Environment.IsOutputRedirected;
    private readonly Dictionary<string, int> _counts = [];
    private readonly List<Outcome> _failed = [];
    private readonly long _started = Stopwatch.GetTimestamp();
    private int _written;
    private bool _isClosed;

    /// <summary>Whether a progress bar would get in the way of data.</summary>
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
                context.Tell($"row {outcome.Row}, {outcome.Name}: {ErrorHints.Of(outcome.Error!)}");
            }
        }

        var sum = _counts.Count == 0 ? "nothing to do" : string.Join(", ", _counts.Select(count => $"{count.Value} {count.Key}"));
        context.Note(string.Create(CultureInfo.InvariantCulture, $"{(isInterrupted ? "Interrupted: " : "")}{sum}, in {Stopwatch.GetElapsedTime(_started).TotalSeconds:0.0} s."));
    }

    /// <summary>Prints while somebody reads. The work does not stop half way when nobody does any more.</summary>
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
                context.Tell($"The results cannot be printed any more: {FileErrors.ReasonOf(e)}. The work goes on.");
            }
        }
    }

    private void Write(Outcome outcome, string status, string? error)
    {
        switch (_format)
        {
            case OutputFormat.Table:
                context.Output.WriteLine(TerminalText.Of($"row {outcome.Row}: {status} {outcome.Name} {outcome.Sid} {error}".TrimEnd()));
                break;
            case OutputFormat.Csv:
                using (var csv = CsvRecords.WriterTo(context.Output))
                {
                    if (_written == 0)
                    {
                        csv.WriteCells(_columns);
                    }

                    csv.WriteCells([outcome.Row.ToString(CultureInfo.InvariantCulture), status, outcome.Sid, outcome.Name, error]);
                }

                break;
            default:
                var json = new JObject { ["row"] = outcome.Row, ["status"] = status, ["sid"] = outcome.Sid, [what] = outcome.Name, ["error"] = error }.ToString(Formatting.None);
                context.Output.Write(_format == OutputFormat.Jsonl ? json + "\n" : (_written == 0 ? "[\n" : ",\n") + json);
                break;
        }

        _written++;
    }

    private string NameOf(BulkStatus status) => status switch
    {
        BulkStatus.Done => done,
        BulkStatus.AlreadyExists or BulkStatus.AlreadyGone => "unchanged",
        BulkStatus.Failed => "failed",
        BulkStatus.NotSent => "not done",
        _ => "unknown",
    };
}
