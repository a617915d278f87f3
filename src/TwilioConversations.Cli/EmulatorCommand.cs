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
            Description = "A conversation to start with, by SID or unique name, after the SID of its service and a slash where that is not the default one; may be given several times. Without it, --state and --seed, one conversation is there.",
            HelpName = "[IS…/]CH…",
        };
        var state = new Option<string?>("--state") { Description = "A JSON file that keeps the store: it is read at the start if it is there, and written after changes.", HelpName = "FILE" };
        var seed = new Option<string?>("--seed") { Description = "A JSON file with what the store starts with, by collection. It is not read where the file of --state exists.", HelpName = "FILE" };
        var strictPageSize = new Option<bool>("--strict-page-size") { Description = "Refuse a PageSize over 100, as Twilio's newer OpenAPI document does, instead of one over 1000." };
        var command = new Command("emulator", "Serves the Conversations API on this machine until Ctrl-C, without an account.\n\nExample:\n  conversations emulator --port 8080") { port, conversations, state, seed, strictPageSize };
        command.SetAction((arguments, cancellationToken) =>
        {
            var environment = ToolEnvironment.Of(arguments);
            var options = new EmulatorOptions { Port = arguments.GetValue(port), StateFile = PathOf(environment, arguments.GetValue(state)), SeedFile = PathOf(environment, arguments.GetValue(seed)) };
            string[] first = options is { StateFile: null, SeedFile: null } ? [DefaultConversation] : [];
            return RunAsync(environment, options, arguments.GetValue(conversations) is { Length: > 0 } given ? given : first, arguments.GetValue(strictPageSize), cancellationToken);
        });
        return command;
    }

    private static string? PathOf(ToolEnvironment environment, string? file) => file is null ? null : environment.File(file).Path;

    private static async Task<int> RunAsync(ToolEnvironment environment, EmulatorOptions options, string[] conversations, bool strictPageSize, CancellationToken cancellationToken)
    {
        try
        {
            using var emulator = ConversationsEmulator.Start(options);
            emulator.StrictPageSize = strictPageSize;
            // Only a file can bring conversations of which some are there already.
            var isEmpty = options is { StateFile: null, SeedFile: null };
            foreach (var conversation in conversations.Distinct())
            {
                await environment.Output.WriteLineAsync($"conversation {conversation} {await AddAsync(emulator, isEmpty, conversation)}");
            }

            await environment.Output.WriteLineAsync($"TWILIO_ACCOUNT_SID={ConversationsEmulator.AccountSid}");
            await environment.Output.WriteLineAsync($"TWILIO_AUTH_TOKEN={ConversationsEmulator.AuthToken}");
            await environment.Output.WriteLineAsync($"a page to look at: {emulator.BaseAddress}_emulator/");
            await environment.Output.WriteLineAsync($"listening on {emulator.BaseAddress}");
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return ExitCode.Done;
        }
        catch (Exception e) when (e is UsageException or IOException or InvalidDataException)
        {
            return await ErrorHints.TellAsync(e, environment.Error);
        }
    }

    /// <summary>Adds a conversation that is not there yet, and returns its SID.</summary>
    private static async Task<string> AddAsync(ConversationsEmulator emulator, bool isEmpty, string conversation)
    {
        var (service, name) = conversation.Split('/', 2) is [var before, var after] ? (before, after) : (null, conversation);
        try
        {
            return (isEmpty ? null : await FindAsync()) ?? emulator.AddConversation(name, service);
        }
        catch (ArgumentException e)
        {
            var place = e.ParamName is "serviceSid" or "chatServiceSid" ? ", before the slash" : "";
            throw new UsageException($"--conversation {conversation}{place}: {e.Message.Replace($" (Parameter '{e.ParamName}')", "", StringComparison.Ordinal)}");
        }

        async Task<string?> FindAsync() => (await (service is null ? emulator.Client.Conversations : emulator.Client.Service(service).Conversations).FindAsync(name))?.Sid;
    }
}
