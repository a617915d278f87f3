using Spectre.Console;

namespace TwilioConversations.Cli;

/// <summary>Prints the demo's steps, and verifies the claim of each.</summary>
internal sealed class DemoSteps(IAnsiConsole console)
{
    public IAnsiConsole Console { get; private set; } = console;

    public void Step(string title) => Console.MarkupLineInterpolated($"  [bold]{title}[/]");

    /// <exception cref="StepFailedException">The claim is wrong.</exception>
    public void Check(bool holds, string claim)
    {
        if (!holds)
        {
            throw new StepFailedException($"not true: {claim}");
        }

        Console.MarkupLineInterpolated($"  [green]✓[/] {WireLog.Short(claim)}");
    }

    /// <summary>Runs steps, or prints why they ended early.</summary>
    public async Task<bool> TryAsync(Func<Task> runAsync)
    {
        try
        {
            await runAsync();
            return true;
        }
        catch (OperationCanceledException)
        {
            Console.MarkupLine("  [red]✗ interrupted[/]");
        }
        catch (Exception e) when (e is StepFailedException or ConversationsException or InvalidDataException)
        {
            Console.MarkupLineInterpolated($"  [red]✗ {ErrorHints.Of(e)}[/]");
        }

        return false;
    }

    /// <summary>Stops printing, for example because the disk is full.</summary>
    public void Mute() => Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) });

#pragma warning disable CA1032, CA1064 // Only the demo throws and catches it, always with a message.
    internal sealed class StepFailedException(string message) : Exception(message);
#pragma warning restore CA1032, CA1064
}
