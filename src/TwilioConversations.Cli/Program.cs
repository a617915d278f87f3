using System.CommandLine;
using TwilioConversations.Cli;

return await new RootCommand("The participants of Twilio Conversations from a shell.") { DemoCommand.Create(), EmulatorCommand.Create() }
    .Parse(args)
    .InvokeAsync();
