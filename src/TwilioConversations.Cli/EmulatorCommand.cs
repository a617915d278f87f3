using System.CommandLine;
using TwilioConversations.Testing;

namespace TwilioConversations.Cli;

/// <summary><c>emulator</c>: the participants API on this machine, for programs in any language.</summary>
internal static class EmulatorCommand
{
    private const string DefaultConversation = "CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    public static Command Create()
    {
        var port = new Option<int>("--port") { Description = "The port to listen on, on this machine only; from 0 to 65535; without it, or with 0, any that is free.", HelpName = "N" }.Within(0, 65535);
        var service = new Option<string?>("--service") { Description = "The service that the conversations belong to; without it the default one.", HelpName = "IS…" };
        var conversations = new Option<string[]>("--conversation")
        {
            Description = "A conversation to start with, by SID or unique name; may be given several times.",
            HelpName = "CH…",
            DefaultValueFactory = _ => [DefaultConversation],
        };
        var command = new Command("emulator", "Serves the participants API on this machine until Ctrl-C, with an empty store and no account.") { port, service, conversations };
        command.SetAction((arguments, cancellationToken) =>
            RunAsync(arguments.GetValue(port), arguments.GetValue(service), arguments.GetValue(conversations)!, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int port, string? service, string[] conversations, CancellationToken cancellationToken)
    {
        try
        {
            using var emulator = ConversationsEmulator.Start(port);
            foreach (var conversation in conversations)
            {
                Console.WriteLine($"conversation {conversation} {emulator.AddConversation(conversation, service)}");
            }

            Console.WriteLine($"TWILIO_ACCOUNT_SID={ConversationsEmulator.AccountSid}");
            Console.WriteLine($"TWILIO_AUTH_TOKEN={ConversationsEmulator.AuthToken}");
            Console.WriteLine($"listening on {emulator.BaseAddress}");
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return ExitCode.Done;
        }
        catch (Exception e) when (e is ArgumentException or IOException)
        {
            return await ErrorHints.TellAsync(e);
        }
    }
}
