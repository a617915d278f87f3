using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace TwilioConversations.Cli;

/// <summary>Shows progress, rate and remaining time on stderr, if stderr is a terminal and no data goes to a terminal.</summary>
internal static class ProgressBar
{
    public static Task RunAsync(CommandContext context, string what, int? total, bool isDataOnTerminal, Func<Action<int>, Task> work)
    {
        if (context.Environment.IsErrorRedirected || context.IsQuiet || isDataOnTerminal)
        {
            return work(static _ => { });
        }

        return context.Errors.Progress()
            .AutoClear(true)
            .Columns(total is null
                ? [new SpinnerColumn(), new TaskDescriptionColumn(), new CountColumn(), new RateColumn()]
                : [new TaskDescriptionColumn(), new ProgressBarColumn(), new CountColumn(), new RateColumn(), new RemainingTimeColumn()])
            .StartAsync(progress =>
            {
                var task = progress.AddTask(what, maxValue: total ?? double.MaxValue);
                return work(count => task.Increment(count));
            });
    }

    private sealed class CountColumn : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(task.MaxValue == double.MaxValue ? $"{task.Value:N0}" : string.Create(CultureInfo.InvariantCulture, $"{task.Value:0}/{task.MaxValue:0}"));
    }

    private sealed class RateColumn : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(task.Speed is { } speed ? string.Create(CultureInfo.InvariantCulture, $"{speed:0}/s") : "");
    }
}
