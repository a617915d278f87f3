using System.CommandLine;

namespace TwilioConversations.Cli;

/// <summary>The command-line tool: its commands, and how one is run.</summary>
internal static class Tool
{
    private static readonly Dictionary<string, Func<Command>> Creators = new()
    {
        ["conversations"] = ConversationsCommand.Create,
        ["participants"] = ParticipantsCommand.Create,
        ["messages"] = MessagesCommand.Create,
        ["receipts"] = ReceiptsCommand.Create,
        ["webhooks"] = WebhooksCommand.Create,
        ["users"] = UsersCommand.Create,
        ["user-conversations"] = UserConversationsCommand.Create,
        ["roles"] = RolesCommand.Create,
        ["services"] = ServicesCommand.Create,
        ["configuration"] = ConfigurationCommand.Create,
        ["service-configuration"] = ServiceConfigurationCommand.Create,
        ["webhook-settings"] = WebhookSettingsCommand.Create,
        ["notification-settings"] = NotificationSettingsCommand.Create,
        ["push-bindings"] = PushBindingsCommand.Create,
        ["push-credentials"] = PushCredentialsCommand.Create,
        ["addresses"] = AddressesCommand.Create,
        ["person"] = PersonCommand.Create,
        ["transcript"] = TranscriptCommand.Create,
        ["tail"] = TailCommand.Create,
        ["export"] = ExportCommand.Create,
        ["doctor"] = DoctorCommand.Create,
        ["login"] = LoginCommand.Create,
        ["profile"] = ProfileCommand.Create,
        ["completion"] = CompletionCommand.Create,
        ["man"] = ManCommand.Create,
        ["help"] = HelpCommands.Help,
        ["version"] = HelpCommands.Version,
        ["demo"] = DemoCommand.Create,
        ["emulator"] = EmulatorCommand.Create,
    };

    // An argument that begins with @ is text, such as a mention, not a file with more arguments.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    // Shared by all runs: commands hold no state of a run.
    private static readonly Lazy<RootCommand> All = new(() => RootOf(Creators.Values));

    public static RootCommand Commands => All.Value;

    /// <summary>Runs a command line, and returns its exit code.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, ToolEnvironment environment, CancellationToken cancellationToken)
    {
        try
        {
            if (Overview.IsAskedBy(arguments))
            {
                return Overview.Print(arguments, environment.Output, environment.Error);
            }

            // Creating all commands takes longer than most runs.
            var commands = arguments.Count > 0 && Creators.TryGetValue(arguments[0], out var creator) ? RootOf([creator]) : Commands;
            var parsed = commands.Parse(arguments, Parsing);
            switch (UsageErrors.Of(parsed))
            {
                case "":
                    environment.Output = environment.Error;
                    await commands.Parse([.. arguments, "--help"], Parsing).InvokeAsync(environment, cancellationToken);
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

    private static RootCommand RootOf(IEnumerable<Func<Command>> creators)
    {
        var root = new RootCommand("Twilio Conversations in your shell.");
        // The aliases with a slash are Windows' own, and clutter completion.
        foreach (var option in root.Options)
        {
            foreach (var alias in option.Aliases.Where(alias => alias.StartsWith('/')).ToList())
            {
                option.Aliases.Remove(alias);
            }
        }

        foreach (var create in creators)
        {
            root.Add(create());
        }

        return root;
    }
}
