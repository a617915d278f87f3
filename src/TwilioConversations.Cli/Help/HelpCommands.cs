using System.CommandLine;

namespace TwilioConversations.Cli;

/// <summary><c>help</c> and <c>version</c>: the options of these names, as commands.</summary>
internal static class HelpCommands
{
    public static Command Help()
    {
        var path = new Argument<string[]>("command") { Description = "The command, such as participants import.", Arity = ArgumentArity.ZeroOrMore };
        path.CompletionSources.Add(_ => Tool.Commands.Subcommands.Select(command => new System.CommandLine.Completions.CompletionItem(command.Name)));
        var command = new Command("help", "Shows the help of a command.\n\nExample:\n  conversations help participants import") { path };
        command.SetAction((arguments, cancellationToken) =>
            Tool.RunAsync([.. arguments.GetValue(path)!, "--help"], ToolEnvironment.Of(arguments), cancellationToken));
        return command;
    }

    public static Command Version()
    {
        var command = new Command("version", "Shows the version.\n\nExample:\n  conversations version");
        command.SetAction((arguments, cancellationToken) => Tool.RunAsync(["--version"], ToolEnvironment.Of(arguments), cancellationToken));
        return command;
    }
}
