using System.CommandLine;
using Spectre.Console;
using TwilioConversations.Cli.Output;

namespace TwilioConversations.Cli;

/// <summary>Everything that a run of the tool takes from its process, so that tests can run it in theirs.</summary>
internal sealed class ToolEnvironment : InvocationConfiguration
{
    private TextWriter? _data;

    public ToolEnvironment() => EnableDefaultExceptionHandler = false;

    /// <summary>Where programs read what the tool prints; <see cref="InvocationConfiguration.Output"/> is for people.</summary>
    public required Func<TextWriter> OpenData { get; init; }

    public TextWriter Data => _data ??= OpenData();

    public required Func<Stream> OpenInput { get; init; }

    public required Func<string?> ReadLine { get; init; }

    public bool IsInputRedirected { get; init; }

    public bool IsOutputRedirected { get; init; }

    public bool IsErrorRedirected { get; init; }

    public required Func<string, string?> Variable { get; init; }

    /// <summary>The options that the variables give.</summary>
    public required Func<ConversationsClientOptions> ClientOptions { get; init; }

    /// <summary>The folder that names of files are relative to.</summary>
    public required string Folder { get; init; }

    /// <summary>The folder in which the user's programs keep their settings.</summary>
    public required string SettingsFolder { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Replaces stdout for people; null for a console on stdout itself.</summary>
    public IAnsiConsole? People { get; init; }

    /// <summary>The environment of this process, perhaps with another console for people.</summary>
    public static ToolEnvironment OfProcess(IAnsiConsole? people = null) => new()
    {
        People = people,
        OpenData = StandardOutput.Open,
        OpenInput = Console.OpenStandardInput,
        ReadLine = Console.ReadLine,
        IsInputRedirected = Console.IsInputRedirected,
        IsOutputRedirected = Console.IsOutputRedirected,
        IsErrorRedirected = Console.IsErrorRedirected,
        Variable = Environment.GetEnvironmentVariable,
        ClientOptions = ConversationsClientOptions.FromEnvironment,
        Folder = Environment.CurrentDirectory,
        SettingsFolder = Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        // At Ctrl-C, requests under way are finished, so that the command can say what was done.
        ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
    };

    public static ToolEnvironment Of(ParseResult arguments) => (ToolEnvironment)arguments.InvocationConfiguration;

    /// <summary>A file that is named on the command line.</summary>
    public NamedFile File(string name) => new(name, Path.GetFullPath(name, Folder));

    /// <summary>stdout for people.</summary>
    public IAnsiConsole OutputConsole(bool noColor = false) => People ?? ConsoleOf(Output, IsOutputRedirected, noColor);

    /// <summary>stderr for people.</summary>
    public IAnsiConsole ErrorConsole(bool noColor = false) => ConsoleOf(Error, IsErrorRedirected, noColor);

    private IAnsiConsole ConsoleOf(TextWriter writer, bool isRedirected, bool noColor)
    {
        var isPlain = isRedirected || noColor || !string.IsNullOrEmpty(Variable("NO_COLOR"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = isRedirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (isRedirected)
        {
            // A file or a pipe has no width to wrap at.
            console.Profile.Width = 1000;
        }

        return console;
    }
}
