using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TwilioConversations.Testing;

namespace TwilioConversations.Cli;

/// <summary><c>emulator</c>: the Conversations API on this machine, for programs in any language.</summary>
internal static class EmulatorCommand
{
    private const string DefaultConversation = "CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    private static readonly Argument<string[]> Program = new("command")
    {
        Description = "A command to run with the emulator, after --. Its environment has the address and the credentials, and its exit code ends the emulator.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<int> Port =
        new Option<int>("--port") { Description = "The port to listen on, from 0 to 65535. If omitted or 0, any free port.", HelpName = "N" }.Within(0, 65535);
    private static readonly Option<string> Host = Text(
        "--host", "The address to listen on: localhost (the default), * for all addresses of this machine, or one of its IP addresses.", "ADDRESS",
        "localhost");
    private static readonly Option<string[]> AllowHost = Texts(
        "--allow-host", "A domain under which requests may reach the emulator, besides local names. Repeatable.", "HOST");
    private static readonly Option<string[]> WebhookHost = Texts(
        "--webhook-host", "A host to which webhooks are sent, besides this machine; * for all. Repeatable.", "HOST");
    private static readonly Option<string?> Certificate = Text("--certificate", "A PEM file with a certificate, to serve https.", "FILE");
    private static readonly Option<string?> CertificateKey = Text(
        "--certificate-key", "A PEM file with the certificate's private key. If omitted, it is in the file of --certificate.", "FILE");
    private static readonly Option<string> AccountSid = Text("--account-sid", "The SID of the account.", "AC…", ConversationsEmulator.AccountSid);
    private static readonly Option<string> AuthToken = Text(
        "--auth-token", "The auth token of the account; webhooks are signed with it.", "TOKEN", ConversationsEmulator.AuthToken);
    private static readonly Option<string[]> ApiKey = Texts("--api-key", "An API key to accept, with its secret. Repeatable.", "SK…:SECRET");
    private static readonly Option<bool> AnyCredentials = new("--any-credentials") { Description = "Accept any account and any API key." };
    private static readonly Option<string[]> Conversation = Texts(
        "--conversation",
        "A conversation to create at startup: NAME, or IS…/NAME for a service other than the default. Repeatable. "
        + "If --conversation, --state and --seed are all omitted, one conversation is created.",
        "[IS…/]NAME");

    private static readonly Option<string?> State = Text(
        "--state", "A JSON file that keeps the store. It is read at startup if it exists, and written after changes.", "FILE");
    private static readonly Option<bool> Durable = new("--durable") { Description = "Respond to a change only after it is in the file of --state." };
    private static readonly Option<string?> Seed = Text(
        "--seed", "A JSON file with the initial content of the store. It is not applied if the file of --state has a state.", "FILE");
    private static readonly Option<bool> StrictPageSize =
        new("--strict-page-size") { Description = "Reject a PageSize over 100, as Twilio's newer OpenAPI document does, instead of one over 1000." };
    private static readonly Option<bool> Verbose = new("--verbose") { Description = "Print a line for each request to stderr." };

    public static Command Create()
    {
        var command = new Command(
            "emulator",
            "Serves the Conversations API on this machine until Ctrl-C, without an account, or while a command runs."
            + "\n\nExample:\n  conversations emulator --port 8080\n  conversations emulator -- npm test")
        {
            Program, Port, Host, AllowHost, WebhookHost, Certificate, CertificateKey, AccountSid, AuthToken, ApiKey, AnyCredentials, Conversation,
            State, Durable, Seed, StrictPageSize, Verbose,
        };
        command.SetAction((arguments, cancellationToken) =>
        {
            var environment = ToolEnvironment.Of(arguments);
            return ErrorHints.ReportAsync(environment, () => RunAsync(environment, arguments, cancellationToken), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(ToolEnvironment environment, ParseResult arguments, CancellationToken cancellationToken)
    {
        using var certificate = Read(environment, arguments.GetValue(Certificate), arguments.GetValue(CertificateKey));
        var run = new EmulatorRun(environment, Options(environment, arguments, certificate), arguments.GetValue(StrictPageSize));
        return await run.RunAsync(arguments.GetValue(Program) ?? [], cancellationToken);
    }

    private static EmulatorOptions Options(ToolEnvironment environment, ParseResult arguments, X509Certificate2? certificate)
    {
        var options = new EmulatorOptions
        {
            Host = arguments.GetValue(Host)!,
            Port = arguments.GetValue(Port),
            Certificate = certificate,
            AccountSid = arguments.GetValue(AccountSid)!,
            AuthToken = arguments.GetValue(AuthToken)!,
            AcceptAnyCredentials = arguments.GetValue(AnyCredentials),
            StateFile = PathOf(environment, arguments.GetValue(State)),
            Durable = arguments.GetValue(Durable),
            SeedFile = PathOf(environment, arguments.GetValue(Seed)),
            Log = environment.Error,
            LogRequests = arguments.GetValue(Verbose),
        };
        if (options is { Durable: true, StateFile: null })
        {
            throw new UsageException("--durable needs --state FILE.");
        }

        AddAll(options.AllowedHosts, arguments.GetValue(AllowHost));
        AddAll(options.WebhookHosts, arguments.GetValue(WebhookHost));
        var isEmpty = options is { StateFile: null, SeedFile: null };
        AddAll(options.Conversations, arguments.GetValue(Conversation) is { Length: > 0 } given ? given : isEmpty ? [DefaultConversation] : []);
        foreach (var key in arguments.GetValue(ApiKey) ?? [])
        {
            var (sid, secret) = key.Split(':', 2) is [var before, var after] ? (before, after)
                : throw new UsageException("--api-key must be a SID and a secret with a colon between them.");
            options.ApiKeys[sid] = secret;
        }

        return options;
    }

    private static X509Certificate2? Read(ToolEnvironment environment, string? certificate, string? key)
    {
        if (certificate is null)
        {
            return key is null ? null : throw new UsageException("--certificate-key needs --certificate FILE.");
        }

        try
        {
            using var pem = X509Certificate2.CreateFromPemFile(PathOf(environment, certificate)!, PathOf(environment, key));
            // Windows cannot use a private key that is only in memory for TLS.
            return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), password: null);
        }
        catch (CryptographicException e)
        {
            throw new UsageException($"--certificate {certificate}: {e.Message}");
        }
    }

    private static void AddAll(ICollection<string> all, string[]? some)
    {
        foreach (var each in some?.Distinct() ?? [])
        {
            all.Add(each);
        }
    }

    private static string? PathOf(ToolEnvironment environment, string? file) => file is null ? null : environment.File(file).Path;

    private static Option<string?> Text(string name, string description, string helpName) => new(name) { Description = description, HelpName = helpName };

    private static Option<string> Text(string name, string description, string helpName, string otherwise) =>
        new(name) { Description = description, HelpName = helpName, DefaultValueFactory = _ => otherwise };

    private static Option<string[]> Texts(string name, string description, string helpName) => new(name) { Description = description, HelpName = helpName };
}
