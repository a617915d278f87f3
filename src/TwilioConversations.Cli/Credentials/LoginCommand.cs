using System.CommandLine;
using Spectre.Console;

namespace TwilioConversations.Cli;

/// <summary><c>login</c>: stores credentials as a profile.</summary>
internal static class LoginCommand
{
    private static readonly Argument<string> Name = new("profile") { Description = "The name of the profile.", DefaultValueFactory = _ => "default" };
    private static readonly Option<string?> Account = new("--account-sid")
    {
        Description = "The account's SID, to log in with its auth token.",
        HelpName = "AC…",
    };

    private static readonly Option<string?> Key = new("--api-key") { Description = "The SID of an API key, to log in with its secret.", HelpName = "SK…" };
    private static readonly Option<string?> Edge = new("--edge") { Description = "The edge to connect to, such as dublin.", HelpName = "NAME" };
    private static readonly Option<string?> Region = new("--region") { Description = "The region that has the data, such as ie1.", HelpName = "NAME" };
    private static readonly Option<string?> Address = BaseAddress.Option();

    public static Command Create()
    {
        var command = new Command(
            "login",
            """
            Stores credentials as a profile, and uses it from now on. The SID and the secret are prompted for. In a script, pass --account-sid or
            --api-key, and the secret on standard input. The secret is stored in the system's keyring if secret-tool is installed, otherwise in a
            file that only you can read.

            Example:
              conversations login support --api-key SK…
            """) { Name, Account, Key, Edge, Region, Address };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Account) is not null && result.GetValue(Key) is not null)
            {
                result.AddError("Pass either --account-sid or --api-key.");
            }
        });
        command.SetAction((arguments, cancellationToken) =>
        {
            var environment = ToolEnvironment.Of(arguments);
            return ErrorHints.ReportAsync(environment, () => RunAsync(arguments, environment, cancellationToken), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, ToolEnvironment environment, CancellationToken cancellationToken)
    {
        var name = arguments.GetValue(Name)!;
        var profile = await AskAsync(arguments, environment, cancellationToken);
        var options = profile.ToOptions($"Profile {name}", () => null);
        using (var twilio = new ConversationsClient(options))
        {
            // Credentials that do not work are not stored.
            await twilio.Configuration.FetchAsync(cancellationToken: cancellationToken);
        }

        var isInKeyring = Profiles.Add(environment, name, profile);
        Profiles.Use(environment, name);
        await environment.Error.WriteLineAsync(
            $"Logged in. Profile {name} is in use; its secret is in {(isInKeyring ? "the system's keyring" : "a file that only you can read")}.");
        await Profiles.WarnIfInEnvironmentAsync(environment);
        return ExitCode.Done;
    }

    private static async Task<Profile> AskAsync(ParseResult arguments, ToolEnvironment environment, CancellationToken cancellationToken)
    {
        var console = environment.ErrorConsole();
        var sid = (arguments.GetValue(Key) ?? arguments.GetValue(Account) ?? (environment.IsInputRedirected
            ? throw new UsageException("Pass --account-sid or --api-key in a non-interactive session.")
            : await console.PromptAsync(new TextPrompt<string>("Account SID (AC…) or API key SID (SK…):"), cancellationToken))).Trim();
        var isKey = arguments.GetValue(Key) is not null || (arguments.GetValue(Account) is null && sid.StartsWith("SK", StringComparison.Ordinal));
        var secret = (environment.IsInputRedirected
            ? environment.ReadText(ToolEnvironment.StandardStream)
            : await console.PromptAsync(new TextPrompt<string>(isKey ? "Secret:" : "Auth token:").Secret(null), cancellationToken)).Trim();
        return new()
        {
            ApiKeySid = isKey ? sid : null,
            ApiKeySecret = isKey ? secret : null,
            AccountSid = isKey ? null : sid,
            AuthToken = isKey ? null : secret,
            Edge = arguments.GetValue(Edge),
            Region = arguments.GetValue(Region),
            BaseAddress = arguments.GetValue(Address) is { } address ? BaseAddress.Parse(address) : null,
        };
    }
}
