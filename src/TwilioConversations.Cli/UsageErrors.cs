using System.CommandLine;
using System.CommandLine.Parsing;

namespace TwilioConversations.Cli;

/// <summary>Says in one line what is wrong with a command line, and which help to read.</summary>
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
                ? $"{PathOf(command)} has no {(word.StartsWith('-') ? "option" : "command")} '{word}', but {string.Join(", ", command.Command.Subcommands.Select(sub => sub.Name))}. {see}{DidYouMean(word, command)}"
                : "";
        }

        if (parsed.Errors is [{ } error, ..])
        {
            var hint = parsed.UnmatchedTokens is [{ } unknown, ..] ? DidYouMean(unknown, command) : "";
            return $"{error.Message.TrimEnd('.').ReplaceLineEndings(" ")}. {see}{hint}";
        }

        return EmptyValue(command) is { } name ? $"{name} must not be empty. {see}" : null;
    }

    private static string DidYouMean(string word, CommandResult command)
    {
        var known = word.StartsWith('-') ? OptionsOf(command) : command.Command.Subcommands.Select(sub => sub.Name);
        return Suggestion.Of(word, known) is { } meant ? $" Did you mean {meant}?" : "";
    }

    private static IEnumerable<string> OptionsOf(CommandResult command)
    {
        for (var at = command; at is not null; at = at.Parent as CommandResult)
        {
            foreach (var option in at.Command.Options.Where(option => at == command || option.Recursive))
            {
                yield return option.Name;
            }
        }
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
