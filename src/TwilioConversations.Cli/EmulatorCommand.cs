using System.CommandLine;
using TwilioConversations.Testing;

namespace TwilioConversations.Cli;

/// <summary><c>emulator</c>: the Conversations API on this machine, for programs in any language.</summary>
internal static class EmulatorCommand
{
    private const string DefaultConversation = "CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    public static Command Create()
    {
        var port = new Option<int>("--port") { Description = "The port to listen on, on this machine only; from 0 to 65535; without it, or with 0, any that is free.", HelpName = "N" }.Within(0, 65535);
        var conversations = new Option<string[]>("--conversation")
        {
            Description = "A conversation to start with, by SID or unique name, after the SID of its service and a slash where that is not the default one; may be given several times.",
            HelpName = "[IS…/]CH…",
            DefaultValueFactory = _ => [DefaultConversation],
        };
        var strictPageSize = new Option<bool>("--strict-page-size") { Description = "Refuse a PageSize over 100, as Twilio's newer OpenAPI document does, instead of one over 1000." };
        var command = new Command("emulator", "Serves the Conversations API on this machine until Ctrl-C, with an empty store and no account.") { port, conversations, strictPageSize };
        command.SetAction((arguments, cancellationToken) =>
            RunAsync(ToolEnvironment.Of(arguments), arguments.GetValue(port), arguments.GetValue(conversations)!, arguments.GetValue(strictPageSize), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ToolEnvironment environment, int port, string[] conversations, bool strictPageSize, CancellationToken cancellationToken)
    {
        try
        {
            using var emulator = ConversationsEmulator.Start(port);
            emulator.StrictPageSize = strictPageSize;
            foreach (var conversation in conversations)
            {
                await environment.Output.WriteLineAsync($"conversation {conversation} {Add(emulator, conversation)}");
            }

            await environment.Output.WriteLineAsync($"TWILIO_ACCOUNT_SID={ConversationsEmulator.AccountSid}");
            await environment.Output.WriteLineAsync($"TWILIO_AUTH_TOKEN={ConversationsEmulator.AuthToken}");
            await environment.Output.WriteLineAsync($"listening on {emulator.BaseAddress}");
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return ExitCode.Done;
        }
        catch (Exception e) when (e is UsageException or IOException)
        {
            return await ErrorHints.TellAsync(e, environment.Error);
        }
    }

    private static string Add(ConversationsEmulator emulator, string conversation)
    {
        var (service, name) = conversation.Split('/', 2) is [var before, var after] ? (before, after) : (null, conversation);
        try
        {
            return emulator.AddConversation(name, service);
        }
        catch (ArgumentException e)
        {
            var place = e.ParamName == "serviceSid" ? ", before the slash" : "";
            throw new UsageException($"--conversation {conversation}{place}: {e.Message.Replace($" (Parameter '{e.ParamName}')", "", StringComparison.Ordinal)}");
        }
    }
}
