using System.CommandLine;
using TwilioConversations.Cli.Participants;
using TwilioConversations.Cli.Persons;
using TwilioConversations.Cli.Reading;
using TwilioConversations.Cli.Resources;

namespace TwilioConversations.Cli;

/// <summary>The command line tool: its commands, and a run of one.</summary>
internal static class Tool
{
    // Made once: commands hold no state of a run.
    private static readonly Lazy<RootCommand> Root = new(() =>
        new RootCommand("Twilio Conversations from a shell.")
        {
            ConversationsCommand.Create(), ParticipantsCommand.Create(), MessagesCommand.Create(), WebhooksCommand.Create(), UsersCommand.Create(), RolesCommand.Create(),
            PersonCommand.Create(), TranscriptCommand.Create(), TailCommand.Create(), CompletionCommand.Create(), DemoCommand.Create(), EmulatorCommand.Create(),
        });

    // What begins with @ is text, such as a mention, and names no file to read more arguments from.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    public static RootCommand Commands => Root.Value;

    /// <summary>Runs a command line, and returns its exit code.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, ToolEnvironment environment, CancellationToken cancellationToken)
    {
        try
        {
            if (Overview.IsAskedBy(arguments))
            {
                return Overview.Print(arguments, environment.Output, environment.Error);
            }

            var parsed = Commands.Parse(arguments, Parsing);
            switch (UsageErrors.Of(parsed))
            {
                case "":
                    environment.Output = environment.Error;
                    await Commands.Parse([.. arguments, "--help"], Parsing).InvokeAsync(environment, cancellationToken);
                    return ExitCode.Usage;
                case { } error:
                    await environment.Error.WriteLineAsync(error);
                    return ExitCode.Usage;
                default:
                    return await parsed.InvokeAsync(environment, cancellationToken);
            }
        }
        catch (IOException e)
        {
            return await ErrorHints.TellAsync(e, environment.Error);
        }
    }
}
