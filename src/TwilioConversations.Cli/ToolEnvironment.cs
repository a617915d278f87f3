using System.CommandLine;
using Spectre.Console;

namespace TwilioConversations.Cli;

/// <summary>Everything that a run of the tool takes from its process, so that tests can run the tool in their own.</summary>
internal sealed class ToolEnvironment : InvocationConfiguration
{
    /// <summary>The file name that stands for standard input or output.</summary>
    public const string StandardStream = "-";

    private TextWriter? _data;

    public ToolEnvironment() => EnableDefaultExceptionHandler = false;

    /// <summary>Opens stdout for data; <see cref="InvocationConfiguration.Output"/> is stdout for people.</summary>
    public required Func<TextWriter> OpenData { get; init; }

    public TextWriter Data => _data ??= IsOutputRedirected ? OpenData() : new TerminalWriter(OpenData());

    public required Func<Stream> OpenInput { get; init; }

    public required Func<string?> ReadLine { get; init; }

    /// <summary>Runs secret-tool with arguments and input, and returns its output; null if there is no keyring.</summary>
    public Func<IReadOnlyList<string>, string, string?> SecretTool { get; init; } = static (_, _) => null;

    public bool IsInputRedirected { get; init; }

    public bool IsOutputRedirected { get; init; }

    public bool IsErrorRedirected { get; init; }

    public required Func<string, string?> Variable { get; init; }

    /// <summary>Reads the client's options from the environment.</summary>
    public required Func<ConversationsClientOptions> ClientOptions { get; init; }

    /// <summary>The folder that relative file names start from.</summary>
    public required string Folder { get; init; }

    /// <summary>The folder that holds the user's settings, such as ~/.config.</summary>
    public required string SettingsFolder { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Replaces stdout for people; null for a console on stdout itself.</summary>
    public IAnsiConsole? People { get; init; }

    /// <summary>Creates the environment of this process, optionally with another console for people.</summary>
    public static ToolEnvironment OfProcess(IAnsiConsole? people = null) => new()
    {
        People = people,
        OpenData = StandardOutput.Open,
        OpenInput = Console.OpenStandardInput,
        ReadLine = Console.ReadLine,
        SecretTool = Keyring.Run,
        IsInputRedirected = Console.IsInputRedirected,
        IsOutputRedirected = Console.IsOutputRedirected,
        IsErrorRedirected = Console.IsErrorRedirected,
        Variable = Environment.GetEnvironmentVariable,
        ClientOptions = ConversationsClientOptions.FromEnvironment,
        Folder = Environment.CurrentDirectory,
        SettingsFolder = Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        // On Ctrl-C, requests in flight complete, so that the command can report what was done.
        ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
    };

    public static ToolEnvironment Of(ParseResult arguments) => (ToolEnvironment)arguments.InvocationConfiguration;

    /// <summary>Returns a file that is named on the command line.</summary>
    public NamedFile File(string name) => new(name, Path.GetFullPath(name, Folder));

    /// <summary>Reads the text of a file that is named on the command line; <c>-</c> is standard input.</summary>
    /// <exception cref="FileException">The file cannot be read.</exception>
    public string ReadText(string name)
    {
        if (name != StandardStream)
        {
            var file = File(name);
            return FileErrors.Try(file, "read", () => System.IO.File.ReadAllText(file.Path));
        }

        using var input = new StreamReader(OpenInput());
        return input.ReadToEnd();
    }

    /// <summary>stdout for people.</summary>
    public IAnsiConsole OutputConsole(bool noColor = false) => People ?? ConsoleOf(Output, IsOutputRedirected, noColor);

    /// <summary>stderr for people.</summary>
    public IAnsiConsole ErrorConsole(bool noColor = false) => ConsoleOf(Error, IsErrorRedirected, noColor);

    private IAnsiConsole ConsoleOf(TextWriter writer, bool isRedirected, bool noColor)
    {
        var isPlain = isRedirected || noColor || !string.IsNullOrEmpty(Variable("NO_COLOR"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(isRedirected ? new TrimmedWriter(writer) : writer),
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = isRedirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (isRedirected)
        {
            // A file or a pipe has no width.
            console.Profile.Width = 1000;
        }

        return console;
    }
}
