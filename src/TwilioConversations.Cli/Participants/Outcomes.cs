using System.Diagnostics;
using System.Globalization;
using Newtonsoft.Json;
using TwilioConversations.Cli.Output;

namespace TwilioConversations.Cli.Participants;

/// <summary>What became of one row or id.</summary>
internal sealed record Outcome(int Row, string Participant, BulkStatus Status, string? Sid, Exception? Error)
{
    /// <summary>What is not known to be done or to have failed: it was not reached, or interrupted on the way.</summary>
    public bool IsOpen => Status is BulkStatus.NotSent or BulkStatus.Unknown;
}

/// <summary>Goes through what becomes of many: a line for each, a sum at the end, and the exit code that follows.</summary>
internal sealed class Outcomes(Session session, string done)
{
    private static readonly string[] Columns = ["row", "status", "sid", "participant", "error"];

    private readonly OutputFormat _format = session.OutputFormat ?? OutputFormat.Table;
    private readonly bool _isForPeople = session.OutputFormat is null or OutputFormat.Table && !Console.IsOutputRedirected;
    private readonly Dictionary<string, int> _counts = [];
    private readonly List<Outcome> _failed = [];
    private int _written;
    private bool _isClosed;

    /// <summary>Goes through the outcomes to the last, also when interrupted: what was done then must be told.</summary>
    public static async Task<int> RunAsync<TInput, TResult>(
        Session session, string done, int total, IAsyncEnumerable<BulkResult<TInput, TResult>> source, Func<BulkResult<TInput, TResult>, Task<Outcome>> finishAsync, CancellationToken cancellationToken)
        where TResult : class
    {
        var outcomes = new Outcomes(session, done);
        var started = Stopwatch.GetTimestamp();
        await ProgressBar.RunAsync(session, done, total, isDataOnTerminal: !outcomes._isForPeople && !Console.IsOutputRedirected, async advance =>
        {
            try
            {
                await foreach (var outcome in source)
                {
                    await outcomes.AddAsync(await finishAsync(outcome));
                    advance(1);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Every input has had its outcome before.
            }
        });
        return await outcomes.CompleteAsync(Stopwatch.GetElapsedTime(started), cancellationToken.IsCancellationRequested);
    }

    private async Task AddAsync(Outcome outcome)
    {
        var status = NameOf(outcome.Status);
        _counts[status] = _counts.GetValueOrDefault(status) + 1;
        if (outcome.Status == BulkStatus.Failed)
        {
            _failed.Add(outcome);
        }

        if (!_isForPeople && !outcome.IsOpen)
        {
            await PrintAsync(() => Write(outcome, status, outcome.Error is null ? null : Advice.Of(outcome.Error)));
        }
    }

    /// <summary>Prints as long as somebody reads; what is being done is not to stop half way because nobody does.</summary>
    private async Task PrintAsync(Action write)
    {
        if (_isClosed)
        {
            return;
        }

        try
        {
            write();
            await session.Output.FlushAsync();
        }
        catch (IOException e) when (StandardOutput.IsClosed(e))
        {
            _isClosed = true;
        }
    }

    private void Write(Outcome outcome, string status, string? error)
    {
        switch (_format)
        {
            case OutputFormat.Table:
                session.Output.WriteLine(Printable.Of($"row {outcome.Row}: {status} {outcome.Participant} {outcome.Sid} {error}".TrimEnd()));
                break;
            case OutputFormat.Csv:
                using (var csv = CsvRecords.WriterTo(session.Output))
                {
                    if (_written == 0)
                    {
                        csv.WriteCells(Columns);
                    }

                    csv.WriteCells([outcome.Row.ToString(CultureInfo.InvariantCulture), status, outcome.Sid, outcome.Participant, error]);
                }

                break;
            default:
                var json = JsonConvert.SerializeObject(new { row = outcome.Row, status, sid = outcome.Sid, participant = outcome.Participant, error });
                session.Output.Write(_format == OutputFormat.Jsonl ? json + "\n" : (_written == 0 ? "[\n" : ",\n") + json);
                break;
        }

        _written++;
    }

    private async Task<int> CompleteAsync(TimeSpan elapsed, bool isInterrupted)
    {
        if (_format == OutputFormat.Json)
        {
            await PrintAsync(() => session.Output.WriteLine(_written == 0 ? "[]" : "\n]"));
        }

        if (_isForPeople)
        {
            foreach (var outcome in _failed)
            {
                session.Note($"row {outcome.Row}, {outcome.Participant}: {Advice.Of(outcome.Error!)}");
            }
        }

        var sum = _counts.Count == 0 ? "nothing to do" : string.Join(", ", _counts.Select(count => $"{count.Value} {count.Key}"));
        session.Note(string.Create(CultureInfo.InvariantCulture, $"{(isInterrupted ? "Interrupted: " : "")}{sum}, in {elapsed.TotalSeconds:0.0} s."));
        if (isInterrupted)
        {
            return ExitCode.Interrupted;
        }

        return _failed.Count == 0 ? ExitCode.Done : _counts.Count == 1 ? ExitCode.Failed : ExitCode.PartlyDone;
    }

    private string NameOf(BulkStatus status) => status switch
    {
        BulkStatus.Done => done,
        BulkStatus.AlreadyExists or BulkStatus.AlreadyGone => "unchanged",
        BulkStatus.Failed => "failed",
        BulkStatus.NotSent => "not sent",
        _ => "unknown",
    };
}
