using System.CommandLine;
using System.Net;
using Spectre.Console;

namespace TwilioConversations.Cli;

/// <summary>The parts that all verbs share: scope, credentials, output and error reports.</summary>
internal sealed class CommandContext : IDisposable
{
    /// <summary>The option <c>--service</c>.</summary>
    public static readonly Option<string?> Service = new("--service")
    {
        Description = "The SID of the chat service. Default: the account's default service; required for a service's own settings.",
        HelpName = "IS…",
    };

    /// <summary>The option <c>--profile</c>.</summary>
    public static readonly Option<string?> Profile = new("--profile")
    {
        Description = "The profile to take credentials from; see 'conversations login'. Default: the environment, otherwise the profile in use.",
        HelpName = "NAME",
    };

    /// <summary>The option <c>--base-address</c>.</summary>
    public static readonly Option<string?> Address = BaseAddress.Option();

    /// <summary>The option <c>--no-color</c>.</summary>
    public static readonly Option<bool> NoColor = new("--no-color")
    {
        Description = "Prints without colors, as NO_COLOR in the environment and redirection do.",
    };

    private static readonly Option<bool> Verbose = new("--verbose") { Description = "Shows each request and retry on stderr, with personal data masked." };
    private static readonly Option<bool> Quiet = new("--quiet", "-q") { Description = "Prints only data and errors: no progress, summaries or hints." };

    private static readonly Option<string?> Fields = new("--fields")
    {
        Description = "Prints these fields only, separated by commas, such as sid,date_created.",
        HelpName = "NAME,…",
    };

    private static readonly Option<bool> NoHeader = new("--no-header")
    {
        Description = "Prints a table or CSV without the field names, and a table without the total.",
    };

    /// <summary>The option <c>--output</c>.</summary>
    public static readonly Option<OutputFormat?> Format = new Option<OutputFormat?>("--output", "-o")
    {
        Description = "The output format: a table for people, the others for programs.",
    }
        .OneOf(
            ("table", Cli.OutputFormat.Table),
            ("json", Cli.OutputFormat.Json),
            ("jsonl", Cli.OutputFormat.Jsonl),
            ("csv", Cli.OutputFormat.Csv));

    /// <summary>The option of a verb that asks before it acts.</summary>
    public static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Skips the confirmation prompt." };

    /// <summary>The option of a verb whose changes may call webhooks.</summary>
    public static readonly Option<string?> Webhooks = new Option<string?>("--webhooks")
    {
        Description = "Whether Twilio calls the configured webhooks. Default: Twilio's own default.",
    }
        .TrueOrFalse();

    /// <summary>The argument of a verb that works in a conversation.</summary>
    public static readonly Argument<string> Conversation = new("conversation") { Description = "The conversation's SID or unique name.", HelpName = "CH…" };

    /// <summary>The options of a verb that prints resources.</summary>
    public static readonly Option[] Printing = [Fields, NoHeader];

    private readonly HttpClient _httpClient;
    private readonly ConversationsClient _client;

    private CommandContext(ParseResult arguments)
    {
        Arguments = arguments;
        Environment = ToolEnvironment.Of(arguments);
        Console = Environment.OutputConsole(arguments.GetValue(NoColor));
        Errors = Environment.ErrorConsole(arguments.GetValue(NoColor));

        Options = Profiles.OptionsOf(arguments.GetValue(Profile), Environment);
        BaseAddress.Apply(arguments.GetValue(Address), Options);
        Options.WebhookEnabled = arguments.GetValue(Webhooks) is { } choice ? choice == "true" : null;
        if (Options.BaseAddress is { IsLoopback: true })
        {
            // An emulator takes any rate.
            Options.ConversationRateLimiter = ConversationRateLimits.None;
        }

        var handler = ConversationsClient.CreateHandler();
        if (arguments.GetValue(Verbose))
        {
            handler = new RequestLog(Environment.Error, handler);
            Options.Retry.OnRetry = retry =>
                Environment.Error.WriteLine($"{retry.Operation}: attempt {retry.Attempt} failed; the next follows in {retry.Delay.TotalSeconds:0.0} s");
        }

        MediaAddress = Options.MediaBaseAddress?.AbsoluteUri.TrimEnd('/')
            ?? (Options.BaseAddress is null ? $"https://mcs.{Options.Region ?? "us1"}.twilio.com" : null);
        _httpClient = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, DefaultRequestVersion = HttpVersion.Version20 };
        _client = new ConversationsClient(Options, _httpClient);
        Place = new(_client, arguments.GetValue(Service), arguments.GetValue(Conversation));
    }

    public ParseResult Arguments { get; }

    public ToolEnvironment Environment { get; }

    /// <summary>The credentials and the address.</summary>
    public ConversationsClientOptions Options { get; }

    public Place Place { get; }

    public ParticipantsApi Participants => Place.Conversation.Participants;

    /// <summary>The limits of bulk operations.</summary>
    public BulkOptions Bulk { get; } = new();

    /// <summary>The address of the media service; null if only a base address is set, which does not determine it.</summary>
    public string? MediaAddress { get; }

    /// <summary>The output for data.</summary>
    public TextWriter Output => Environment.Data;

    /// <summary>stdout for people.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>stderr, for everything that is not data.</summary>
    public IAnsiConsole Errors { get; }

    /// <summary>The format of <c>--output</c>; null if it was not given.</summary>
    public OutputFormat? OutputFormat => Arguments.GetValue(Format);

    public bool IsQuiet => Arguments.GetValue(Quiet);

    /// <summary>True if tables and CSV begin with the names of the fields.</summary>
    public bool HasHeader => !Arguments.GetValue(NoHeader);

    /// <summary>Creates a group of verbs, with the options of all verbs.</summary>
    public static Command Group(string name, string description, string example, bool hasService = true) => WithOptions(
        new Command(
            name,
            $"""
            {description}

            Example:
              {example}

            Credentials come from TWILIO_API_KEY and TWILIO_API_SECRET, from TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or from a profile.
            Data goes to stdout, and everything else to stderr.

            Exit codes: 0 success, 1 failure, 2 usage error, 3 partial success, 130 interrupted.
            """),
        hasService);

    /// <summary>Adds the options of all verbs to a command.</summary>
    public static Command WithOptions(Command command, bool hasService = true)
    {
        Option[] own = hasService ? [Service] : [];
        foreach (var option in own.Concat([Profile, Address, Format, NoColor, Verbose, Quiet]))
        {
            option.Recursive = true;
            command.Add(option);
        }

        return command;
    }

    /// <summary>Makes a verb of an action that returns the exit code.</summary>
    public static Command Verb(
        string name, string description, string example, Func<CommandContext, CancellationToken, Task<int>> action, params IEnumerable<Symbol> symbols)
    {
        var command = new Command(name, $"{description}\n\nExample:\n  {example}");
        foreach (var symbol in symbols)
        {
            if (symbol is Option option)
            {
                command.Add(option);
            }
            else
            {
                command.Add((Argument)symbol);
            }
        }

        command.SetAction((arguments, cancellationToken) =>
            ErrorHints.ReportAsync(ToolEnvironment.Of(arguments), () => RunAsync(arguments, action, cancellationToken), cancellationToken));
        return command;
    }

    /// <summary>Prints one item alone.</summary>
    public async Task<int> PrintAsync<T>(ItemShape<T> shape, T item)
        where T : class
    {
        using var writer = Writer(shape);
        await writer.WriteOneAsync(item);
        return ExitCode.Done;
    }

    public ItemWriter<T> Writer<T>(ItemShape<T> shape)
        where T : class => Writer(shape, OutputFormat ?? Cli.OutputFormat.Table, Output);

    public ItemWriter<T> Writer<T>(ItemShape<T> shape, OutputFormat format, TextWriter output, bool escapeFormulas = false)
        where T : class => new(shape.Only(Arguments.GetValue(Fields)), format, output, Console, escapeFormulas, HasHeader);

    /// <summary>Prints a hint or a summary on stderr, unless <c>--quiet</c> was given.</summary>
    public void Note(string text)
    {
        if (!IsQuiet)
        {
            Tell(text);
        }
    }

    /// <summary>Prints a line on stderr that the user has to see.</summary>
    public void Tell(string text) => Errors.WriteLine(TerminalText.Of(text));

    /// <summary>Asks before something that cannot be undone, unless the verb was given <c>--yes</c>.</summary>
    /// <exception cref="UsageException">There is no terminal to ask in.</exception>
    public async Task<bool> IsConfirmedAsync(string question, CancellationToken cancellationToken)
    {
        if (Arguments.GetValue(Yes))
        {
            return true;
        }

        if (Environment.IsInputRedirected)
        {
            throw new UsageException($"{question} Pass --yes to confirm in a non-interactive session.");
        }

        Errors.Write(TerminalText.Of($"{question} [y/N] "));
        // The console would not stop reading for Ctrl-C, and on one processor the pool's only thread would wait for it.
        var answer = Task.Factory.StartNew(Environment.ReadLine, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if ((await answer.WaitAsync(cancellationToken))?.Trim().ToLowerInvariant() is "y" or "yes")
        {
            return true;
        }

        Note("Nothing was changed.");
        return false;
    }

    public void Dispose()
    {
        _client.Dispose();
        _httpClient.Dispose();
    }

    private static async Task<int> RunAsync(
        ParseResult arguments, Func<CommandContext, CancellationToken, Task<int>> action, CancellationToken cancellationToken)
    {
        using var context = new CommandContext(arguments);
        var exitCode = ExitCode.Done;
        try
        {
            exitCode = await action(context, cancellationToken);
            await context.Output.FlushAsync(CancellationToken.None);
        }
        catch (IOException e) when (StandardOutput.IsClosed(e))
        {
            // The reader has all that it wanted.
        }

        return exitCode;
    }
}
