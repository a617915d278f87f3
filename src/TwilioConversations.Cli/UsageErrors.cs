using System.CommandLine;
using System.CommandLine.Parsing;

namespace TwilioConversations.Cli;

/// <summary>A command line that cannot be understood: one line that says what is wrong, where, and where to read on.</summary>
internal static class UsageErrors
{
    /// <summary>The error of a command line; null where it has none, and empty where only a command is missing.</summary>
    public static string? Of(ParseResult parsed)
    {
        var command = parsed.CommandResult;
        var see = $"See {PathOf(command)} --help.";
        if (command.Command.Subcommands.Count > 0 && parsed.Errors.Count > 0)
        {
            return parsed.UnmatchedTokens is [{ } word, ..]
                ? $"{PathOf(command)} has no {(word.StartsWith('-') ? "option" : "command")} '{word}', but {string.Join(", ", command.Command.Subcommands.Select(sub => sub.Name))}. {see}"
                : "";
        }

        if (parsed.Errors is [{ } error, ..])
        {
            return $"{error.Message.TrimEnd('.').ReplaceLineEndings(" ")}. {see}";
        }

        return EmptyValue(command) is { } name ? $"{name} must not be empty. {see}" : null;
    }

    // What a shell makes of "$NAME" where NAME is not set.
    private static string? EmptyValue(SymbolResult? result) => result is not CommandResult command ? null
        : command.Children.Where(child => child.Tokens.Any(token => token.Value.Length == 0)).Select(NameOf).FirstOrDefault() ?? EmptyValue(command.Parent);

    private static string NameOf(SymbolResult result) => result switch
    {
        OptionResult option => option.Option.Name,
        ArgumentResult argument => $"<{argument.Argument.Name}>",
        _ => "A value",
    };

    private static string PathOf(CommandResult command) => command.Parent is CommandResult parent ? $"{PathOf(parent)} {command.Command.Name}" : "conversations";
}
