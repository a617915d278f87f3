using System.CommandLine;
using System.Runtime.InteropServices;
using TwilioConversations.Cli;
using TwilioConversations.Cli.Participants;

var root = new RootCommand("The participants of Twilio Conversations from a shell.") { ParticipantsCommand.Create(), DemoCommand.Create(), EmulatorCommand.Create() };
var parsed = root.Parse(args);
try
{
    switch (UsageErrors.Of(parsed))
    {
        case "":
            await root.Parse([.. args, "--help"]).InvokeAsync(new InvocationConfiguration { Output = Console.Error });
            return ExitCode.Usage;
        case { } error:
            await Console.Error.WriteLineAsync(error);
            return ExitCode.Usage;
    }

    // A terminal that is closed ends a command as Ctrl-C does.
    using var stop = new CancellationTokenSource();
    using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
    {
        signal.Cancel = true;
        stop.Cancel();
    });

    // What is under way then is seen to its end, so that the command can say what was done.
    return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30), EnableDefaultExceptionHandler = false }, stop.Token);
}
catch (IOException e)
{
    return await ErrorHints.TellAsync(e);
}
