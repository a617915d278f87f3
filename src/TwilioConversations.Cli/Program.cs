using System.CommandLine;
using TwilioConversations.Cli;
using TwilioConversations.Cli.Participants;

var parsed = new RootCommand("The participants of Twilio Conversations from a shell.") { ParticipantsCommand.Create(), DemoCommand.Create(), EmulatorCommand.Create() }.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
    {
        await Console.Error.WriteLineAsync(error.Message);
    }

    await Console.Error.WriteLineAsync("See --help.");
    return ExitCode.Usage;
}

// What is under way when Ctrl-C comes is seen to its end, so that it can be told what was done.
return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30), EnableDefaultExceptionHandler = false });
