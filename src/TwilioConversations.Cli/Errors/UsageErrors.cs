using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace TwilioConversations.Cli;

/// <summary>Reports in one line what is wrong with a command line, in the user's own spelling, and which help to read.</summary>
internal static partial class UsageErrors
{
    /// <summary>Returns the error of a command line; null if it has none, and empty if only a command is missing.</summary>
    public static string? Of(ParseResult parsed)
    {
        var command = parsed.CommandResult;
        if (ErrorOf(parsed, command) is not { Length: > 0 } error)
        {
            return ErrorOf(parsed, command);
        }

        return TerminalText.Of($"{error} See {PathOf(command)} --help.");
    }

    /// <summary>Returns the name of an option as the user typed it, such as <c>-o</c>.</summary>
    public static string TypedName(SymbolResult? result, Option option) => (result as OptionResult)?.IdentifierToken?.Value ?? option.Name;

    private static string? ErrorOf(ParseResult parsed, CommandResult command)
    {
        if (parsed.Errors is not [{ } error, ..])
        {
            return EmptyValue(command) is { } name ? $"{name} must not be empty." : null;
        }

        if (parsed.UnmatchedTokens is [{ } unknown, ..])
        {
            return $"Unknown {KindOf(unknown, command)} '{unknown}'.{DidYouMean(unknown, command)}";
        }

        return command.Command.Subcommands.Count > 0 ? ""
            : Missing(command) is { } missing ? $"Missing {missing}."
            : $"{Space().Replace(error.Message, " ").TrimEnd('.', ' ')}.";
    }

    private static string KindOf(string word, CommandResult command) => word.StartsWith('-') ? "option"
        : command.Command.Subcommands.Count > 0 ? "command"
        : "argument";

    private static string? Missing(CommandResult command)
    {
        if (command.Command.Arguments.FirstOrDefault(IsMissing) is { } missing)
        {
            return $"<{missing.Name}>";
        }

        return command.Command.Options.FirstOrDefault(option => option.Required && command.GetResult(option) is null or { Implicit: true })?.Name;

        bool IsMissing(Argument argument) => argument.Arity.MinimumNumberOfValues > 0 && command.GetResult(argument) is null or { Tokens.Count: 0 };
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

    // A shell passes an empty value for "$NAME" if NAME is not set.
    private static string? EmptyValue(SymbolResult? result) => result is not CommandResult command ? null
        : command.Children.Where(child => child.Tokens.Any(token => token.Value.Length == 0)).Select(NameOf).FirstOrDefault() ?? EmptyValue(command.Parent);

    private static string NameOf(SymbolResult result) => result switch
    {
        OptionResult option => TypedName(option, option.Option),
        ArgumentResult argument => $"<{argument.Argument.Name}>",
        _ => "A value",
    };

    private static string PathOf(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{PathOf(parent)} {command.Command.Name}" : "conversations";

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
