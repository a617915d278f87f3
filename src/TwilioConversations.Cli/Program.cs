using System.Runtime.InteropServices;
using TwilioConversations.Cli;

return Overview.IsAskedBy(args) ? PrintOverview(args) : await RunAsync(args);

static int PrintOverview(string[] args)
{
    try
    {
        return Overview.Print(args, Console.Out, Console.Error);
    }
    catch (IOException e)
    {
        Console.Error.WriteLine(ErrorHints.Of(e));
        return ExitCode.Failed;
    }
}

static async Task<int> RunAsync(string[] args)
{
    // The terminal shows ^C and leaves the cursor behind it.
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ =>
    {
        if (!Console.IsErrorRedirected)
        {
            Console.Error.WriteLine();
        }
    });

    // Closing the terminal ends a command as Ctrl-C does.
    using var stop = new CancellationTokenSource();
    using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
    {
        signal.Cancel = true;
        stop.Cancel();
    });
    return await Tool.RunAsync(args, ToolEnvironment.OfProcess(), stop.Token);
}
